import Bridge
import BridgeServer
import Evidence
import Foundation
import Testing

/// What stands first on the board, and how its cells are filled.
@Suite struct LeadingDifferenceTests {
    /// A way of differing in one leaf, so often at each site.
    private struct Difference {
        let leaf: String
        var calls = ["RXX": 10]
        var severity = "S3"
        var row: String?
    }

    private func report(_ differences: [Difference]) throws -> EvidenceReport {
        var draft = ReportDraft()
        draft.found = EvidenceSummary(
            periods: [],
            leavesBySite: differences.flatMap { difference in
                difference.calls.sorted { $0.key < $1.key }.map { site, calls in
                    .counted(difference.leaf, in: site, calls, severity: difference.severity)
                }
            },
            leavesByShape: differences.map {
                .counted($0.leaf, in: "different", $0.calls.values.reduce(0, +), severity: $0.severity)
            },
            signatures: differences.map { difference in
                .counted(
                    difference.leaf,
                    [.of(difference.leaf, "different", severity: difference.severity)],
                    difference.calls.values.reduce(0, +),
                    sites: difference.calls.keys.sorted()
                )
            }
        )
        for difference in differences {
            draft.suspects[difference.leaf] = ["\(difference.leaf) different": difference.row.map { [$0] } ?? []]
        }
        return try draft.report()
    }

    /// What stands above the board, an item each, as text.
    private func items(_ report: EvidenceReport) -> [String] {
        let list = page(report).firstMatch(of: /<ol class="most">(?s:(.*?))<\/ol>/).map { String($0.1) } ?? ""
        return list.split(separator: "<li>").dropFirst().map { item in
            item.replacing(/<[^>]*>/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private func page(_ report: EvidenceReport) -> String { EvidencePages.html(report, title: "How both compare") }

    @Test("a wrong person stands first, then what is most frequent, then what is gravest")
    func order() throws {
        let items = items(
            try report([
                Difference(leaf: "rare", calls: ["RXX": 6]), Difference(leaf: "frequent", calls: ["RXX": 90]),
                Difference(leaf: "person", calls: ["RXX": 5], severity: "S1"),
                Difference(leaf: "grave", calls: ["RXX": 6], severity: "S2"),
            ])
        )
        #expect(
            items.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "S1 person", "S3 frequent", "S2 grave", "S3 rare",
            ]
        )
    }

    @Test("each item says how often, where, since when, and which row to open")
    func item() throws {
        let items = items(
            try report([
                Difference(leaf: "name", calls: ["RXX": 30, "RYY": 12], row: "row (/srv/Mappings/responses/a.yaml:7)")
            ])
        )
        #expect(
            items == [
                "S3 name different getPatientDetailsByNHSNumber at RXX 30, RYY 12 · since 2026-11-22 09:30 UTC "
                    + "Open row (Mappings/responses/a.yaml:7) 42 calls"
            ]
        )
    }

    @Test("leaves that point to the same row stand in one place, the most frequent before the others")
    func folded() throws {
        let row = "practice (/srv/Mappings/a.yaml:49)"
        let items = items(
            try report([
                Difference(leaf: "code", calls: ["RXX": 7], row: row),
                Difference(leaf: "label", calls: ["RXX": 9], row: row),
                Difference(leaf: "phone", calls: ["RXX": 7], row: row), Difference(leaf: "gender", calls: ["RXX": 8]),
            ])
        )
        #expect(items.count == 2)
        #expect(items.first?.hasPrefix("S3 label and 2 more different") == true)
        #expect(items.first?.hasSuffix("9 calls") == true)
    }

    @Test("what is graver never stands behind what is less grave")
    func graver() throws {
        let items = items(
            try report([
                Difference(leaf: "title", calls: ["RXX": 50], severity: "S4", row: "row (a:1)"),
                Difference(leaf: "practice", calls: ["RXX": 6], severity: "S2", row: "row (a:1)"),
            ])
        )
        #expect(items.map { $0.prefix(2) } == ["S4", "S2"])
    }

    @Test(
        "five stand above the board, and the rest are counted",
        arguments: zip([5, 6, 8], [nil, "1 more leaf differs", "3 more leaves differ"])
    )
    func further(_ count: Int, _ words: String?) throws {
        let report = try report((1...count).map { Difference(leaf: "leaf\($0)", row: "row\($0) (a:\($0))") })
        #expect(items(report).count == 5)
        #expect(page(report).contains("more leaf") == (count == 6))
        #expect(words.map(page(report).contains) ?? true)
    }

    @Test("blanks in several places are no number, and beside numbers make these a lower bound")
    func blanks() throws {
        func calls(_ calls: [String: Int]) throws -> String? {
            items(try report([Difference(leaf: "name", calls: calls)])).first?.split(separator: " ").suffix(3)
                .joined(separator: " ")
        }
        #expect(try calls(["RXX": 3])?.hasSuffix("&lt;5 calls") == true)
        #expect(try calls(["RXX": 3, "RYY": 4])?.hasSuffix("a few calls") == true)
        #expect(try calls(["RXX": 30, "RYY": 4])?.hasSuffix("30+ calls") == true)
    }

    @Test("a cell shows the latest period, the first of the report")
    func latest() throws {
        var draft = ReportDraft()
        draft.found = EvidenceSummary(
            periods: [.counted(["MISMATCH": 70]), .counted(["MATCH": 60, "MISMATCH": 5])],
            leavesBySite: [],
            leavesByShape: [],
            signatures: []
        )
        let labels = page(try draft.report()).matches(of: /role="img" aria-label="([^"]*)"/).map { String($0.1) }
        #expect(labels == ["70 MISMATCH"])
    }

    @Test(
        "the bar of a cell is whole, and whatever there is shows in it",
        arguments: [
            ["MATCH": 60], ["MATCH": 100_000, "MISMATCH": 1], ["MATCH": 2, "MISMATCH": 1],
            ["MATCH": 300, "EXPECTED": 3, "MISMATCH": 1, "SKEWED": 1, "ONE_SIDED": 40],
        ]
    )
    func bar(_ verdicts: [String: Int]) throws {
        var draft = ReportDraft()
        let periods = [PeriodSummary.counted(verdicts)]
        draft.found = EvidenceSummary(periods: periods, leavesBySite: [], leavesByShape: [], signatures: [])
        let parts = page(try draft.report()).matches(of: /<rect class="(\w+)" x="(\d+)" y="0" width="(\d+)"/)
        let widths = parts.compactMap { Int($0.3) }
        #expect(widths.reduce(0, +) == 100)
        let others = ["SKEWED", "ONE_SIDED"].contains { verdicts[$0] != nil }
        let expected = ["MATCH", "EXPECTED", "MISMATCH"].map { verdicts[$0] != nil } + [others]
        #expect(widths.map { $0 >= 2 } == expected)
        #expect(parts.compactMap { Int($0.2) } == [0, widths[0], widths[0] + widths[1], widths.prefix(3).reduce(0, +)])
    }
}
