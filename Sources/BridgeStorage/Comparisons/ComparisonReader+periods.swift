import Evidence
import Foundation
import GRDB

extension ComparisonReader {
    /// A period with calls.
    private struct OccurredPeriod: Decodable, FetchableRecord {
        let number: Int64
        let first, last: TimeInterval
    }

    /// The strata of a person.
    private struct SubjectStrata: Decodable, FetchableRecord {
        let strata, subject: String
        let key: Int64
    }

    /// The periods of the selected calls, the latest first; in a window, those with counted calls.
    func periods(_ selection: Selection) throws -> [PeriodSummary] {
        let rows = try OccurredPeriod.fetchAll(
            db,
            sql: """
                SELECT c.period AS number, min(c.bucket) AS first, max(c.bucket) AS last
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) GROUP BY c.period ORDER BY max(c.sequence) DESC
                """,
            arguments: selection.arguments
        )
        return try rows.compactMap { occurred in
            let batches = batches(of: [occurred.number])
            guard batches.days != nil || query.window == nil else { return nil }
            let row = try PeriodRow.find(db, key: occurred.number)
            let days = batches.days ?? Self.weeks(from: occurred.first, to: occurred.last)
            var own = selection
            own.restrict("c.period = ?", occurred.number)
            return PeriodSummary(
                id: row.id,
                period: row.period,
                first: days.lowerBound.start,
                last: days.upperBound.start,
                subjects: batches.people,
                coverage: batches.coverage,
                verdicts: batches.verdicts,
                equalInBytes: batches.equalInBytes,
                severities: batches.severities,
                legacyLatency: try latency("c.legacy_ms", own),
                fhirLatency: try latency("c.fhir_ms", own),
                strata: try strata(own)
            )
        }
    }

    /// The number of people of each stratum, in steps; one of few is left out.
    private func strata(_ selection: Selection) throws -> [Stratum: SmallCount] {
        let rows = try SubjectStrata.fetchAll(
            db,
            sql: """
                SELECT c.strata AS strata, c.subject AS subject, c.key_began AS key
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.strata <> '' AND c.subject IS NOT NULL GROUP BY strata, subject, key
                """,
            arguments: selection.arguments
        )
        var people: [Stratum: [Int64: Set<String>]] = [:]
        for row in rows {
            for name in row.strata.split(separator: CallRow.strataSeparator) {
                guard let stratum = Stratum(rawValue: String(name)) else { continue }
                people[stratum, default: [:]][row.key, default: []].insert(row.subject)
            }
        }
        // The same person is another token under the next key.
        return people.mapValues { keys in SmallCount(inSteps: keys.values.map(\.count).max() ?? 0) }
            .filter { $0.value != .blank }
    }

    /// The percentiles of a time that a side took; nil for too few people.
    private func latency(_ column: String, _ selection: Selection) throws -> PeriodSummary.Latency? {
        let source = """
            FROM call c JOIN period p ON p.number = c.period WHERE \(selection.condition) AND \(column) IS NOT NULL
                AND c.verdict NOT IN ('INCOMPARABLE', 'ONE_SIDED')
            """
        let people = try Int.fetchOne(
            db,
            sql:
                "SELECT max(subjects) FROM (SELECT count(DISTINCT c.subject) AS subjects \(source) GROUP BY c.key_began)",
            arguments: selection.arguments
        )
        guard let people, SmallCount(inSteps: people) != .blank else { return nil }
        let calls = try Int.fetchOne(db, sql: "SELECT count(*) " + source, arguments: selection.arguments) ?? 0
        func percentile(_ share: Double) throws -> Int {
            let place = min(calls - 1, Int(Double(calls) * share))
            return try Int.fetchOne(
                db,
                sql: "SELECT \(column) " + source + " ORDER BY \(column) LIMIT 1 OFFSET \(place)",
                arguments: selection.arguments
            ) ?? 0
        }
        return PeriodSummary.Latency(p50: try percentile(0.5), p95: try percentile(0.95))
    }
}
