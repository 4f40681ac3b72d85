import Testing

@testable import MappingEngine

@Suite struct PathParserTests {
    @Test(
        "a path is read as it is written",
        arguments: [
            "patient.birthDate",
            "address[use=home,current].line[*]",
            "patient.name[use=usual,current]",
            "given[0]",
            "given[1..]",
            "practice.line[*]",
            "request.nhsNumber",
            "generalPractitioner[*].identifier[current]",
            "extension[url=https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey].valueString",
            "address[*]._line[*]",
            "patient",
        ]
    )
    func pathsAreRead(_ text: String) throws {
        #expect("\(try PathParser.parse(text))" == text)
    }

    @Test("a first word that is a root names where the path begins")
    func rootsAreTold() throws {
        #expect(try PathParser.parse("patient.id").root == .patient)
        #expect(try PathParser.parse("period.start").root == nil)
        #expect(try PathParser.parse("patient[0].id").root == nil)
    }

    @Test(
        "a text outside the language is refused with what is wrong",
        arguments: [
            ("", "lacks an element name"),
            ("a..b", "lacks an element name"),
            ("a.", "lacks an element name"),
            ("1a", "lacks an element name"),
            ("a b", "has \" \" after a step"),
            ("a[*", "opens \"[\" and does not close it"),
            ("a[*]b", "has \"b\" after a step"),
            ("a[]", "has \"[]\", which is no selector"),
            ("a[-1]", "has \"[-1]\", which is no selector"),
            ("a[..1]", "has \"[..1]\", which is no selector"),
            ("a[use=]", "has \"[use=]\", which is no selector"),
            ("a[use=home,]", "has \"[]\", which is no selector"),
            ("a[use!=home]", "has \"[use!=home]\", which is no selector"),
            ("a.where(use='home')", "has \"(\" after a step"),
            ("a|b", "has \"|\" after a step"),
        ]
    )
    func otherTextsAreRefused(_ text: String, _ problem: String) {
        let error = #expect(throws: PathError.self) { try PathParser.parse(text) }
        #expect(error?.problem == problem)
    }
}
