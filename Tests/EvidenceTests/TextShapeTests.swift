import Testing

@testable import Evidence

@Suite struct TextShapeTests {
    @Test(
        "a difference of two texts has the first shape that fits",
        arguments: [
            ("Smith", "SMITH", DifferenceShape.case), ("LX1 4QD", "LX14QD", .spacing), (" Ng", "Ng", .spacing),
            ("O'Neill", "ONeill", .punctuation), ("Smith-Jones", "smith jones", .punctuation),
            ("José", "Jose", .diacritic), ("Ann Mary", "Mary Ann", .order), ("Quillfeather", "Quill", .prefix),
            ("tel:01632 960101", "tel:01632960101", .spacing), ("01632-960101", "01632960101", .format),
            ("Smith", "Smyth", .editDistance), ("Katherine", "Catharine", .editDistance), ("Ng", "Li", .different),
            ("Smith", "Quillfeather", .different), ("1961-04-09", "19610409", .format),
        ]
    )
    func shapes(_ legacy: String, _ fhir: String, _ shape: DifferenceShape) {
        #expect(TextShape.of(legacy, fhir) == shape)
        #expect(TextShape.of(fhir, legacy) == shape)
    }

    @Test("a blank text counts as none, on either side")
    func blank() {
        #expect(TextShape.of(" ", nil) == nil)
        #expect(TextShape.of("Smith", "") == .missingFHIR)
        #expect(TextShape.of(nil, "Smith") == .missingLegacy)
    }

    @Test("texts that Unicode calls the same are equal, composed or not")
    func canonicalEquivalence() {
        #expect(TextShape.of("Jos\u{E9}", "Jose\u{301}") == nil)
    }

    @Test(
        "a date that holds less of the same is a matter of precision, another date is different",
        arguments: [
            ("19610409", "196104", DifferenceShape.precision), ("1961", "19610409", .precision),
            ("19610409", "19610410", .different), ("19610409", "1961-04-09", .format),
            ("19610409", "196", .different), ("1", "19610409", .different), ("unknown", "19610409", .different),
        ]
    )
    func dates(_ legacy: String, _ fhir: String, _ shape: DifferenceShape) {
        #expect(DateShape.of(legacy, fhir) == shape)
    }

    @Test(
        "lines of an address differ in place, in division, in order, in one way, or altogether",
        arguments: [
            (["", "1 High Street", "", "Town"], ["1 High Street", "Town"], DifferenceShape.shiftedLine),
            (["Flat 1", "High Street"], ["Flat 1 High Street"], .splitOrMergedLines),
            (["1 High Street", "Town"], ["Town", "1 High Street"], .order),
            (["1 High Street", "Town"], ["1 HIGH STREET", "TOWN"], .case),
            (["1 High Street", "Town"], ["1 High Street"], .prefix), (["1 High Street"], [], .missingFHIR),
            ([], ["1 High Street"], .missingLegacy), (["", " "], ["1 High Street"], .missingLegacy),
            (["1 High Street", "Town"], ["1 High Strete", "Town"], .editDistance),
            (["1 High Street", "Town"], ["9 Low Road", "City"], .different),
        ]
    )
    func lines(_ legacy: [String], _ fhir: [String], _ shape: DifferenceShape) {
        #expect(LineShape.of(legacy, fhir) == shape)
    }

    @Test("lines equal in their places have no shape")
    func equalLines() {
        #expect(LineShape.of(["1 High Street", "", "Town"], ["1 High Street", "", "Town"]) == nil)
    }
}
