import Foundation
import SMSPContract
import Testing

@testable import Evidence

/// Two answers, leaf by leaf.
@Suite struct AnswerComparisonTests {
    private static let base = "Fixtures/comparison/practice-directory/legacy.xml"

    private static func text(replacing changes: [(String, String)] = []) throws -> String {
        let file = ComparisonTableTests.root.appending(path: base)
        return try changes.reduce(String(contentsOf: file, encoding: .utf8)) { text, change in
            #expect(text.contains(change.0), "\(change.0)")
            return text.replacing(change.0, with: change.1)
        }
    }

    private static func compare(_ legacy: String, _ fhir: String) throws -> AnswerComparison {
        try ComparisonTable(file: ComparisonTableTests.file).compare(
            legacy: ComparedAnswer(status: 200, body: Array(legacy.utf8)),
            fhir: ComparedAnswer(status: 200, body: Array(fhir.utf8)),
            facts: ComparisonFacts(operation: .getPatientDetailsByNHSNumber, forms: [.number]),
            today: "2026-11-24"
        )
    }

    private static func differences(_ changes: [(String, String)]) throws -> [String] {
        try compare(try text(), try text(replacing: changes)).differences.map {
            "\($0.severity.rawValue) \($0.leaf.name) \($0.shape.rawValue)"
        }
    }

    @Test("the same answer in other prefixes, with other ids and white space, is a match in meaning and in bytes")
    func match() throws {
        let other = try Self.text().replacing(/\n */, with: "").replacing("<itk:", with: "<i:").replacing(
            "</itk:",
            with: "</i:"
        )
        .replacing("xmlns:itk", with: "xmlns:i").replacing(
            "00000000-0000-4000-8000",
            with: "00000000-0000-4000-9000"
        )
        let result = try Self.compare(try Self.text(), other)
        #expect(result.verdict == .match)
        #expect(result.isEqualInBytes)
        #expect(result.severity == nil)
    }

    @Test("a blank element where the other side has none is equal in meaning, not in bytes: S5")
    func bytesOnly() throws {
        let result = try Self.compare(try Self.text(), try Self.text(replacing: [("<family>", "<suffix/><family>")]))
        #expect(result.verdict == .match)
        #expect(result.severity == .s5)
    }

    @Test("a line of white space and an empty line are alike, in every address and wherever it stands (D74)")
    func blankLines() throws {
        let empty = "<streetAddressLine></streetAddressLine>"
        let line = #"<addr use="H">"#
        let blank = try Self.text(replacing: [(line, line + "<streetAddressLine> \u{A0} </streetAddressLine>")])
        let result = try Self.compare(blank, try Self.text(replacing: [(line, line + empty)]))
        #expect(result.differences.isEmpty)
        #expect(result.verdict == .match)
        #expect(!result.isEqualInBytes)
        let other = #"<addr use="TMP"><streetAddressLine> </streetAddressLine></addr><addr use="H">"#
        #expect(try Self.compare(try Self.text(replacing: [(line, other)]), try Self.text()).differences.isEmpty)
    }

    @Test("an answer is compared as a client reads it, and one that cannot be read has its reason (D69)")
    func reasons() throws {
        let table = try ComparisonTable(file: ComparisonTableTests.file)
        let plain = try Self.text().replacing(/<\?xml[^>]*\?>/, with: "")
        func reason(_ body: [UInt8], _ fields: [(String, String)] = []) -> NotCompared? {
            table.obstacle(
                in: ComparedAnswer(
                    WireAnswer(status: 200, fields: fields.map { HTTPField($0.0, $0.1) }, body: body)
                )
            )
        }
        #expect(reason(Array(plain.utf8)) == nil)
        let wide = plain.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(reason([0xFF, 0xFE] + wide) == nil)
        #expect(reason(Array(plain.utf8), [("Content-Encoding", "gzip")]) == .legacyContentCoding)
        #expect(reason(Array("<?xml version='1.0' encoding='x'?><a/>".utf8)) == .legacyCharset)
        #expect(reason(Array(plain.utf8), [("Content-Type", "multipart/related")]) == .legacyMultipart)
        #expect(reason(Array(repeating: 0x20, count: 2 << 20)) == .legacyTooLarge)
        #expect(reason(Array("<html/>".utf8)) == .legacyNotSMSP)
    }

    @Test("an address that does not say what it is for is where the person lives, not the practice's")
    func addressWithoutUse() throws {
        #expect(try Self.differences([(#"<addr use="H">"#, "<addr>")]) == [])
        let moved = [(#"<addr use="H">"#, "<addr>"), ("LX1 4QD", "LX9 9ZZ")]
        #expect(try Self.differences(moved) == ["S2 addr[H]/postalCode different"])
    }

    @Test(
        "a difference has its leaf, its shape and its severity",
        arguments: [
            ("extension=\"9990000018\"", "extension=\"9990000026\"", "S1 id[1] edit-distance-2"),
            ("birthTime value=\"19820417\"", "birthTime value=\"19820418\"", "S1 patientPerson/birthTime different"),
            ("<family>Quillfeather", "<family>Quillfether", "S3 name/family edit-distance-2"),
            ("<family>Quillfeather", "<family>QUILLFEATHER", "S4 name/family case"),
            (
                "GenderCode code=\"2\"", "GenderCode code=\"1\"",
                "S3 patientPerson/administrativeGenderCode code-different"
            ),
            ("LX1 4QD", "LX1 4QE", "S2 addr[H]/postalCode edit-distance-2"),
            ("tel:01632 960411", "tel:01632 960999", "S2 telecom/@value different"),
        ]
    )
    func single(_ text: String, _ other: String, _ difference: String) throws {
        #expect(try Self.differences([(text, other)]) == [difference])
    }

    @Test("two entries that swapped surnames differ, though the same surnames are there")
    func grouping() throws {
        func second(_ family: String) -> String { "</name><name><given>Maren</given><family>\(family)</family></name>" }
        let legacy = try Self.text(replacing: [("</name>", second("Tansykettle"))])
        let fhir = try Self.text(replacing: [
            ("<family>Quillfeather", "<family>Tansykettle"), ("</name>", second("Quillfeather")),
        ])
        #expect(try Self.compare(legacy, fhir).differences.map(\.leaf) == [.leaf(.family), .leaf(.family)])
    }

    @Test("another entry beside those that both have is an extra repeat")
    func extraRepeat() throws {
        let another = "</name><name><given>Maren</given><family>Tansykettle</family></name>"
        #expect(try Self.differences([("</name>", another)]) == ["S3 name/family extra-repeat"])
    }

    @Test("telecoms in another order are one difference, not several")
    func telecomOrder() throws {
        let (home, mobile) = (
            #"<telecom use="HP" value="tel:01632 960411"/>"#, #"<telecom use="MC" value="tel:07700 900512"/>"#
        )
        let legacy = try Self.text(replacing: [(home, home + mobile)])
        let fhir = try Self.text(replacing: [(home, mobile + home)])
        #expect(try Self.compare(legacy, fhir).differences.map(\.shape) == [.order])
    }

    @Test("an address of another use is missing in one place and too much in the other")
    func otherUse() throws {
        let found = try Self.differences([("addr use=\"H\"", "addr use=\"TMP\"")])
        #expect(
            found == [
                "S3 addr[TMP]/postalCode missing-legacy", "S3 addr[TMP]/streetAddressLine missing-legacy",
                "S2 addr[H]/postalCode missing-fhir", "S2 addr[H]/streetAddressLine missing-fhir",
            ]
        )
    }

    @Test("location shown where the legacy answer shows none is S1, before the leaves that show it")
    func restrictedShown() throws {
        let file = ComparisonTableTests.root.appending(path: "Fixtures/comparison/restricted-with-postcode/legacy.xml")
        let result = try Self.compare(try String(contentsOf: file, encoding: .utf8), try Self.text())
        #expect(result.differences.first?.leaf == .location)
        #expect(result.severity == .s1)
        #expect(try Self.compare(try Self.text(), String(contentsOf: file, encoding: .utf8)).severity == .s2)
    }

    @Test(
        "outcomes that differ are one difference; a side that failed makes the pair incomparable",
        arguments: [
            ("DEMOG-0001", Verdict.mismatch, ["S1 value/@code code-different"]), ("DEMOG-9999", .incomparable, []),
            ("SMSP-9999", .incomparable, []),
        ]
    )
    func outcomes(_ code: String, _ verdict: Verdict, _ differences: [String]) throws {
        let legacy = try Self.text()
        let bare = legacy.replacing("SMSP-0000", with: code).replacing(/(?s)<subject.*<\/subject>/, with: "")
        let result = try Self.compare(legacy, bare)
        #expect(result.verdict == verdict)
        let found = result.differences.map { "\($0.severity.rawValue) \($0.leaf.name) \($0.shape.rawValue)" }
        #expect(found == differences)
    }

    @Test("what is no SMSP answer cannot be compared")
    func garbage() throws {
        #expect(try Self.compare(try Self.text(), "<html/>").verdict == .incomparable)
    }

    @Test("no value shows in a description of what was compared")
    func withheld() throws {
        let result = try Self.compare(try Self.text(), try Self.text(replacing: [("Quillfeather", "Tansykettle")]))
        let shown = "\(result) \(result.differences) " + String(reflecting: result)
        for value in ["Quillfeather", "Tansykettle", "9990000018", "Ottilie"] { #expect(!shown.contains(value)) }
    }
}
