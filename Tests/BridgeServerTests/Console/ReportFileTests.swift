import Bridge
import BridgeServer
import Evidence
import Foundation
import Testing

/// A report as a file of its own: one that can be sent on, opened anywhere, and printed.
@Suite struct ReportFileTests {
    private static func html() throws -> String { EvidencePages.html(try .example, title: "How both compare") }

    @Test(
        "needs no other file, and no network",
        arguments: ["src=", "url(", "@import", "<link", "<script", "<form", "<base"]
    )
    func selfContained(_ reference: String) throws {
        #expect(!(try Self.html()).contains(reference))
    }

    @Test("has the one style sheet in it, whole")
    func style() throws {
        let html = try Self.html()
        #expect(html.occurrences(of: "<style>") == 1)
        #expect(html.contains("@page { size: A4"))
        #expect(!html.contains("style=\""))
    }

    @Test("leads to places of its own alone, and each of them is there")
    func links() throws {
        let html = try Self.html()
        let targets = html.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(Set(targets) == ["#main", "#a1", "#b2", "#site-RXX"])
        for target in targets { #expect(html.occurrences(of: "id=\"\(target.dropFirst())\"") == 1, "\(target)") }
    }

    @Test("holds everything that the console shows")
    func whole() throws {
        let html = try Self.html()
        for words in [
            "<h1>How both compare</h1>", "What differs most", "Cutover board", "Leaf × site", "Leaf × shape",
            "Calls that differ in the same way", "RXX, Example Trust", "Rules",
            "explained by <code>address-blank-lines",
            "name-given (Mappings/responses/patient-details.yaml:84)", "since 2026-11-22",
        ] {
            #expect(html.contains(words), "\(words)")
        }
    }

    @Test("the same in Markdown names what differs most, and the row to open")
    func markdown() throws {
        let text = EvidencePages.markdown(try .example, title: "How both compare")
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "# How both compare")
        #expect(
            lines.first { $0.hasPrefix("1. ") }
                == "1. **S3** `name/given[1]` different: 30 calls, getPatientDetailsByNHSNumber, RXX, since "
                + "2026-11-22; open `name-given (Mappings/responses/patient-details.yaml:84)`"
        )
        #expect(lines.contains { $0.hasPrefix("| RXX |") && $0.contains("60 MATCH, 10 EXPECTED, 30 MISMATCH") })
        #expect(lines.contains("| `addr[H]/streetAddressLine` | S3 |  +10 |"))
    }
}
