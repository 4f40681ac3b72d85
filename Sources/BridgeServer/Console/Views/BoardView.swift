import Bridge
import Evidence
import SMSPContract

/// The cutover board, and above it what differs most.
///
/// - SeeAlso: docs/evidence.md §6, picture 1.
struct BoardView {
    let hasMost: Bool
    let isCompared: Bool
    let most: [TopDifference]
    /// The number of further leaves that differ, in words; nil for none.
    let further: String?
    /// The link to the page of all differences.
    let allLink: String
    let severities: [SeverityMeaning]
    /// The names of the operations, in pieces between which a line may end.
    let operations: [Operation]
    let rows: [Row]
    /// The calls of each cell that were compared, and those that were not.
    let coverage: [CoverageView]
    /// The leaves of records that the mapping tables do not know.
    let unmapped: [Unmapped]
    let hasUnmapped: Bool

    struct Unmapped {
        let path, alarm, calls: String
    }

    struct Operation {
        let name: String
        let pieces: [String]
    }

    struct SeverityMeaning {
        let severity, meaning: String
    }

    struct Row {
        let id, link, legacy: String
        let otherServices: [OtherService]
        let cells: [Cell]
    }

    /// A service other than the operations that the site calls on its legacy endpoint.
    struct OtherService {
        let name, lastDay: String
    }

    struct Cell {
        let state: String
        let isFrozen: Bool
        let nothing: String
        let compared: Compared?
    }

    /// The verdicts of a cell, as shares of a hundred.
    struct Compared {
        let match, expected, mismatch, other, mismatchStart, otherStart: Int
        let label: String
        let figures: [Figure]
        let worst: Worst?
    }

    struct Figure {
        let count, verdict: String
    }

    struct Worst {
        let severity, calls: String
    }

    /// The number of differences above the board.
    private static let mostCount = 5

    init(_ report: EvidenceReport, links: PageLinks) {
        let all = TopDifference.all(of: report, links: links)
        most = Array(all.prefix(Self.mostCount))
        hasMost = !most.isEmpty
        let rest = all.dropFirst(Self.mostCount).map(\.leafCount).reduce(0, +)
        further = rest > 0 ? "\(rest) more \(rest == 1 ? "leaf differs" : "leaves differ")" : nil
        allLink = links.differences
        severities = Severity.allCases.map { severity in
            SeverityMeaning(
                severity: severity.rawValue,
                meaning: ShownText.meaning(of: severity)
            )
        }
        unmapped = report.unmapped.map { leaf in
            Unmapped(
                path: leaf.path.isEmpty ? "meta.security" : leaf.path,
                alarm: leaf.alarm,
                calls: leaf.calls.shown.map { "\($0)+" } ?? "1–4"
            )
        }
        hasUnmapped = !unmapped.isEmpty
        isCompared = !report.summary.periods.isEmpty
        operations = SMSPOperation.allCases.map {
            Operation(name: $0.rawValue, pieces: ShownText.pieces(ofName: $0.rawValue))
        }
        coverage = report.sites.flatMap { site in
            site.operations.compactMap { operation in
                report.summary.periods.first { $0.site == site.id && $0.operation == operation.operation }
            }
        }
        .map(CoverageView.init)
        rows = report.sites.map { site in
            Row(
                id: site.id,
                link: links.site(site.id),
                legacy: site.legacy,
                otherServices: (report.otherServices ?? []).filter { $0.site == site.id }.map {
                    OtherService(name: $0.name, lastDay: $0.lastDay)
                },
                cells: site.operations.map { operation in
                    let latest = report.summary.periods.first {
                        $0.site == site.id && $0.operation == operation.operation
                    }
                    let period = latest.flatMap { $0.verdicts.isEmpty ? nil : $0 }
                    return Cell(
                        state: operation.state.rawValue,
                        isFrozen: operation.isFrozen,
                        nothing: operation.state == .legacy ? "not compared" : "nothing counted yet",
                        compared: period.map(Compared.init)
                    )
                }
            )
        }
    }
}

extension BoardView.Compared {
    fileprivate init(_ period: PeriodSummary) {
        let parts: [[Verdict]] = [
            [.match], [.expected], [.mismatch], [.transient, .skewed, .incomparable, .oneSided],
        ]
        let shares = Self.shares(parts.map { $0.compactMap { period.verdicts[$0] } })
        (match, expected, mismatch, other) = (shares[0], shares[1], shares[2], shares[3])
        mismatchStart = match + expected
        otherStart = match + expected + mismatch
        figures = Verdict.allCases.compactMap { verdict in
            period.verdicts[verdict].map {
                BoardView.Figure(count: ShownText.count($0), verdict: verdict.rawValue)
            }
        }
        label = figures.map { "\($0.count) \($0.verdict)" }.joined(separator: ", ")
        worst = period.severities.min { $0.key < $1.key }.map { severity, calls in
            BoardView.Worst(severity: severity.rawValue, calls: ShownText.calls(calls))
        }
    }

    /// The shares of a hundred of some counts, whose sum is a hundred: whatever is counted shows, however little.
    private static func shares(_ counts: [[SmallCount]]) -> [Int] {
        let least = 2
        let shown = counts.map { $0.compactMap(\.shown).reduce(0, +) }
        let all = max(1, shown.reduce(0, +))
        var shares = shown.map { shown in
            shown > 0 ? max(least, shown * 100 / all) : 0
        }
        guard let largest = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[largest] > 0 else {
            return shares
        }
        shares[largest] += 100 - shares.reduce(0, +)
        return shares
    }
}
