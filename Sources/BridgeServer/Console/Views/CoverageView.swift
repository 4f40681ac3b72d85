import Evidence
import SMSPContract

/// The calls of an evidence period that were compared, and those that were not: a line for each reason.
struct CoverageView {
    let site, operation, calls: String
    let parts: [Part]

    /// The calls of one part of all.
    struct Part {
        let name, meaning, calls, share: String
    }

    init(_ period: PeriodSummary) {
        let coverage = period.coverage
        site = period.site
        operation = period.operation.rawValue
        calls = ShownText.countOrDash(coverage.calls)
        func part(_ name: String, _ meaning: String, _ count: SmallCount) -> Part {
            let share = coverage.share(of: count).map { "\($0)%" } ?? "–"
            return Part(name: name, meaning: meaning, calls: ShownText.countOrDash(count), share: share)
        }
        parts =
            [part("compared", "", coverage.compared)]
            + coverage.notCompared.sorted { $0.key < $1.key }.map { part($0.rawValue, $0.meaning, $1) }
    }
}
