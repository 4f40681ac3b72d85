import Bridge
import Evidence
import SMSPContract

/// One site: its evidence periods, with verdicts, severities, the latency of both sides, and what kinds were seen.
struct SiteView {
    let siteID, title, ods, legacy: String
    let states: [State]
    /// True if a lock holds the state of an operation.
    let isHeld: Bool
    let hasPeriods: Bool
    let periods: [Period]

    /// The state of an operation, and who holds it there.
    struct State {
        let operation, state: String
        let isFrozen: Bool
        let since, by, reason: String?
    }

    struct Period {
        let id, operation, first, last, subjects, mapping, comparison, profile, legacyEndpoint, equalInBytes: String
        let isLatest, hasSeverities, hasStrata: Bool
        let verdicts, severities, strata: [Count]
        let coverage: CoverageView
        let latencies: [Latency]
    }

    struct Count {
        let name, meaning, count: String
    }

    struct Latency {
        let side, p50, p95: String
    }

    init(_ site: SiteStatus, report: EvidenceReport) {
        siteID = site.id
        title = site.id + (site.name.map { ", \($0)" } ?? "")
        (ods, legacy) = (site.ods, site.legacy)
        states = site.operations.map { status in
            State(
                operation: status.operation.rawValue,
                state: status.state.rawValue,
                isFrozen: status.isFrozen,
                since: status.since,
                by: status.by,
                reason: status.reason
            )
        }
        isHeld = site.operations.contains { $0.since != nil }
        let own = report.summary.periods.filter { $0.site == site.id }
        hasPeriods = !own.isEmpty
        periods = site.operations.flatMap { status in
            own.filter { $0.operation == status.operation }.enumerated().map { Period($1, isLatest: $0 == 0) }
        }
    }
}

extension SiteView.Period {
    fileprivate init(_ period: PeriodSummary, isLatest: Bool) {
        id = period.id
        operation = period.operation.rawValue
        first = ShownText.day(period.first)
        last = ShownText.day(period.last)
        subjects = ShownText.people(period.subjects)
        mapping = ShownText.hash(period.mappingHash)
        comparison = ShownText.hash(period.comparisonHash)
        profile = ShownText.hash(period.profileHash)
        legacyEndpoint = period.legacyEndpoint
        equalInBytes = ShownText.countOrDash(period.equalInBytes)
        self.isLatest = isLatest
        verdicts = Verdict.allCases.compactMap { verdict in
            period.verdicts[verdict].map {
                SiteView.Count(name: verdict.rawValue, meaning: "", count: ShownText.count($0))
            }
        }
        coverage = CoverageView(period)
        severities = period.severities.sorted { $0.key < $1.key }.map {
            SiteView.Count(name: $0.rawValue, meaning: ShownText.meaning(of: $0), count: ShownText.count($1))
        }
        strata = period.strata.sorted { $0.key < $1.key }.map {
            SiteView.Count(name: $0.rawValue, meaning: "", count: ShownText.people($1))
        }
        latencies = [("legacy", period.legacyLatency), ("PDS FHIR", period.fhirLatency)].map { side, latency in
            SiteView.Latency(
                side: side,
                p50: latency.map { "\($0.p50)" } ?? "–",
                p95: latency.map { "\($0.p95)" } ?? "–"
            )
        }
        (hasSeverities, hasStrata) = (!severities.isEmpty, !strata.isEmpty)
    }
}
