import Bridge
import BridgeServer
import Evidence
import Foundation
import SMSPContract
import Testing

/// What stands first on the board, and how its cells are filled.
@Suite struct TopDifferenceTests {
    /// A pattern of one leaf, with its number of calls at each site.
    private struct Difference {
        let leaf: SMSPLeaf
        var calls = ["RXX": 10]
        var severity = Severity.s3
        var row: String?
    }

    private func report(_ differences: [Difference]) throws -> EvidenceReport {
        var draft = ReportDraft()
        draft.summary = EvidenceSummary(
            periods: [],
            leavesBySite: differences.flatMap { difference in
                difference.calls.sorted { $0.key < $1.key }.map { site, calls in
                    .counted(difference.leaf, in: site, calls, severity: difference.severity)
                }
            },
            leavesByShape: differences.map {
                .counted($0.leaf, in: .different, $0.calls.values.reduce(0, +), severity: $0.severity)
            },
            patterns: differences.map { difference in
                .counted(
                    difference.leaf.rawValue,
                    [.of(difference.leaf, .different, severity: difference.severity)],
                    difference.calls.values.reduce(0, +),
                    sites: difference.calls.keys.sorted()
                )
            }
        )
        for difference in differences {
            let key = DifferenceKey(leaf: .leaf(difference.leaf), shape: .different)
            draft.candidates[difference.leaf.rawValue] = [key: difference.row.map { [$0] } ?? []]
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

    @Test("a wrong person stands first, then what is most frequent, then what is most severe")
    func order() throws {
        let items = items(
            try report([
                Difference(leaf: .prefix, calls: ["RXX": 6]), Difference(leaf: .family, calls: ["RXX": 90]),
                Difference(leaf: .nhsNumber, calls: ["RXX": 5], severity: .s1),
                Difference(leaf: .homePostalCode, calls: ["RXX": 6], severity: .s2),
            ])
        )
        #expect(
            items.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "S1 id[1]", "S3 name/family", "S2 addr[H]/postalCode", "S3 name/prefix",
            ]
        )
    }

    @Test("each item says how often, where, since when, and which row to open")
    func item() throws {
        let items = items(
            try report([
                Difference(leaf: .family, calls: ["RXX": 30, "RYY": 12], row: "row (/srv/Mappings/responses/a.yaml:7)")
            ])
        )
        #expect(
            items == [
                "S3 name/family different getPatientDetailsByNHSNumber at RXX 30, RYY 12 · since 2026-11-22 "
                    + "Open row (Mappings/responses/a.yaml:7) 42 calls"
            ]
        )
    }

    @Test("leaves that point to the same row stand in one place, the most frequent before the others")
    func folded() throws {
        let row = "practice (/srv/Mappings/a.yaml:49)"
        let items = items(
            try report([
                Difference(leaf: .practiceCode, calls: ["RXX": 7], row: row),
                Difference(leaf: .practiceName, calls: ["RXX": 9], row: row),
                Difference(leaf: .practiceTelecom, calls: ["RXX": 7], row: row),
                Difference(leaf: .administrativeGender, calls: ["RXX": 8]),
            ])
        )
        #expect(items.count == 2)
        #expect(items.first?.hasPrefix("S3 \(SMSPLeaf.practiceName.rawValue) and 2 more different") == true)
        #expect(items.first?.hasSuffix("9 calls") == true)
    }

    @Test("a difference never stands behind one of a lower severity")
    func severity() throws {
        let items = items(
            try report([
                Difference(leaf: .prefix, calls: ["RXX": 50], severity: .s4, row: "row (a:1)"),
                Difference(leaf: .practiceCode, calls: ["RXX": 6], severity: .s2, row: "row (a:1)"),
            ])
        )
        #expect(items.map { $0.prefix(2) } == ["S4", "S2"])
    }

    @Test(
        "five stand above the board, and the rest are counted",
        arguments: zip([5, 6, 8], [nil, "1 more leaf differs", "3 more leaves differ"])
    )
    func further(_ count: Int, _ words: String?) throws {
        let report = try report((1...count).map { Difference(leaf: SMSPLeaf.allCases[$0], row: "row\($0) (a:\($0))") })
        #expect(items(report).count == 5)
        #expect(page(report).contains("more leaf") == (count == 6))
        #expect(words.map(page(report).contains) ?? true)
    }

    @Test("a site of few people is named without a number, and is in no sum")
    func blanks() throws {
        func item(_ calls: [String: Int]) throws -> String? {
            items(try report([Difference(leaf: .family, calls: calls)])).first
        }
        #expect(try item(["RXX": 3])?.hasSuffix("1–4 people, calls not shown") == true)
        #expect(try item(["RXX": 3, "RYY": 4])?.hasSuffix("1–4 people, calls not shown") == true)
        #expect(try item(["RXX": 30, "RYY": 4])?.hasSuffix(" 30 calls") == true)
        #expect(try item(["RXX": 30, "RYY": 4])?.contains("at RXX 30, RYY ·") == true)
    }

    @Test("a cell shows the latest period, the first of the report")
    func latest() throws {
        var draft = ReportDraft()
        draft.summary = EvidenceSummary(
            periods: [.counted([.mismatch: 70]), .counted([.match: 60, .mismatch: 5])],
            leavesBySite: [],
            leavesByShape: [],
            patterns: []
        )
        let labels = page(try draft.report()).matches(of: /role="img" aria-label="([^"]*)"/).map { String($0.1) }
        #expect(labels == ["70 MISMATCH"])
    }

    @Test(
        "the bar of a cell is whole, and whatever is counted shows in it",
        arguments: [
            [.match: 60], [.match: 100_000, .mismatch: 5], [.match: 8, .mismatch: 1],
            [.match: 300, .expected: 6, .mismatch: 5, .skewed: 1, .oneSided: 40],
        ] as [[Verdict: Int]]
    )
    func bar(_ verdicts: [Verdict: Int]) throws {
        var draft = ReportDraft()
        let periods = [PeriodSummary.counted(verdicts)]
        draft.summary = EvidenceSummary(periods: periods, leavesBySite: [], leavesByShape: [], patterns: [])
        let parts = page(try draft.report()).matches(of: /<rect class="(\w+)" x="(\d+)" y="0" width="(\d+)"/)
        let widths = parts.compactMap { Int($0.3) }
        #expect(widths.reduce(0, +) == 100)
        let others = [Verdict.skewed, .oneSided].contains { verdicts[$0] ?? 0 >= 5 }
        let expected = [Verdict.match, .expected, .mismatch].map { verdicts[$0] ?? 0 >= 5 } + [others]
        #expect(widths.map { $0 >= 2 } == expected)
        #expect(parts.compactMap { Int($0.2) } == [0, widths[0], widths[0] + widths[1], widths.prefix(3).reduce(0, +)])
    }
}
