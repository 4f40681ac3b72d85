import Bridge
import Comparison
import Evidence
import SMSPContract

/// The cutover board, and above it what differs most.
///
/// - SeeAlso: cutover-evidence §6, picture 1.
struct BoardView {
    let hasMost: Bool
    let isCompared: Bool
    let most: [Most]
    let operations: [String]
    let rows: [Row]

    /// A way in which calls differ that no rule explains.
    struct Most {
        let severity, meaning, link, what, shape, operation, sites, calls, subjects, first, last: String
        let suspect: String?
    }

    struct Row {
        let id, link, legacy: String
        let cells: [Cell]
    }

    struct Cell {
        let state: String
        let isFrozen: Bool
        let nothing: String
        let compared: Compared?
    }

    /// What came of the comparisons of a cell, as shares of a hundred.
    struct Compared {
        let match, expected, mismatch, other, mismatchStart, otherStart: Int
        let label, figures: String
        let worst: Worst?
    }

    struct Worst {
        let severity, meaning, calls: String
    }

    /// How many differences stand above the board.
    private static let mostCount = 5

    init(_ report: EvidenceReport, links: PageLinks) {
        most = report.found.signatures.filter { !$0.isExplained }.prefix(Self.mostCount).map { signature in
            let gravest = signature.places.filter { $0.rule == nil }.min { $0.severity < $1.severity }
            let place = gravest.map { "\($0.leaf) \($0.shape)" } ?? ""
            let others = signature.places.count - 1
            return Most(
                severity: signature.severity,
                meaning: ShownText.meaning(ofSeverity: signature.severity),
                link: links.signature(signature.id),
                what: (gravest?.leaf ?? "") + (others > 0 ? " and \(others) more" : ""),
                shape: gravest?.shape ?? "",
                operation: signature.operation.rawValue,
                sites: signature.sites.joined(separator: ", "),
                calls: ShownText.count(signature.calls),
                subjects: ShownText.count(signature.subjects),
                first: ShownText.time(signature.first),
                last: ShownText.time(signature.last),
                suspect: report.suspects[signature.id]?[place]?.first.map(ShownText.row)
            )
        }
        hasMost = !most.isEmpty
        isCompared = !report.found.periods.isEmpty
        operations = SMSPOperation.allCases.map(\.rawValue)
        rows = report.sites.map { site in
            Row(
                id: site.id,
                link: links.site(site.id),
                legacy: site.legacy,
                cells: site.operations.map { operation in
                    let period = report.found.periods.first {
                        $0.site == site.id && $0.operation == operation.operation
                    }
                    return Cell(
                        state: operation.state.rawValue,
                        isFrozen: operation.isFrozen,
                        nothing: operation.state == .legacy ? "not compared" : "no evidence",
                        compared: period.map(Compared.init)
                    )
                }
            )
        }
    }
}

extension BoardView.Compared {
    fileprivate init(_ period: PeriodFound) {
        func shown(_ verdicts: [Verdict]) -> Int {
            verdicts.reduce(0) { $0 + (period.verdicts[$1.rawValue]?.shown ?? 0) }
        }
        let counts = [
            shown([.match]), shown([.expected]), shown([.mismatch]),
            shown([.transient, .skewed, .incomparable, .oneSided]),
        ]
        let all = max(1, counts.reduce(0, +))
        // What there is shows, however little.
        let shares = counts.map { $0 == 0 ? 0 : max(2, $0 * 100 / all) }
        (match, expected, mismatch) = (shares[0], shares[1], shares[2])
        mismatchStart = min(match + expected, 100 - mismatch)
        otherStart = min(mismatchStart + mismatch, 100 - shares[3])
        other = shares[3]
        let words = Verdict.allCases.compactMap { verdict in
            period.verdicts[verdict.rawValue].map { "\(ShownText.count($0)) \(verdict.rawValue)" }
        }
        label = words.joined(separator: ", ")
        figures = words.joined(separator: " · ")
        worst = period.severities.min { $0.key < $1.key }.map { severity, calls in
            BoardView.Worst(
                severity: severity,
                meaning: ShownText.meaning(ofSeverity: severity),
                calls: ShownText.count(calls)
            )
        }
    }
}
