import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract

/// Reads a store's file, on a connection that cannot write.
///
/// Tables and signatures are of the latest period of each site and operation: what an earlier mapping did wrong is
/// not what is wrong now. Every count is of calls' first askings, and blank where it is of fewer than five people.
///
/// People are told apart by their tokens, which are under one key: in another period, or once that key has ended, the same
/// person is another token. So a count over several keys is shown only where five people are in those of one of them.
struct ComparisonReader: Sendable {
    let path: String

    /// Between the names of strata, some of which hold commas.
    static let strataSeparator = "|"

    /// The columns of `call c` by which tokens are of one key.
    static let oneKey = "c.period, c.key_began"

    /// What the records say that fit `query`, at one moment.
    func evidence(_ query: EvidenceQuery) async throws -> EvidenceSummary {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "comparison reader"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try await queue.read { db in
            let selection = Selection(query)
            let latest = try Self.latestPeriods(db, selection)
            return EvidenceSummary(
                periods: try Self.periods(db, selection),
                leavesBySite: try Self.leaves(db, by: "p.site", latest),
                leavesByShape: try Self.leaves(db, by: "d.shape", latest),
                signatures: try Self.signatures(db, latest)
            )
        }
    }

    /// A condition on `call c` and `period p`, and the values in it.
    struct Selection {
        private(set) var condition = "c.asking = 'first'"
        private(set) var arguments = StatementArguments()

        init(_ query: EvidenceQuery) {
            restrict("p.site = ?", query.site)
            restrict("p.operation = ?", query.operation?.rawValue)
            restrict("c.bucket >= ?", query.from.map { Int64($0.timeIntervalSince1970 / 300) * 300 })
        }

        mutating func restrict(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            self.condition += " AND " + condition
            arguments += [value]
        }
    }

    /// `selection`, of the period of each site and operation to which the last call belongs.
    private static func latestPeriods(_ db: Database, _ selection: Selection) throws -> Selection {
        let numbers = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM (
                    SELECT p.number, row_number() OVER (
                        PARTITION BY p.site, p.operation ORDER BY max(c.sequence) DESC
                    ) AS place
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) GROUP BY p.number
                ) WHERE place = 1
                """,
            arguments: selection.arguments
        )
        var latest = selection
        latest.restrict("instr(?, ',' || c.period || ',') > 0", ",\(numbers.map(String.init).joined(separator: ",")),")
        return latest
    }

    // MARK: - Periods

    private static func periods(_ db: Database, _ selection: Selection) throws -> [PeriodSummary] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.*, min(first) AS first, max(last) AS last, sum(subjects) AS subjects, max(subjects) AS fewest,
                    sum(equal) AS equal, max(equal_subjects) AS fewest_equal
                FROM (
                    SELECT c.period AS period, min(c.bucket) AS first, max(c.bucket) AS last,
                        max(c.sequence) AS latest, count(DISTINCT c.subject) AS subjects, sum(c.equal_bytes) AS equal,
                        count(DISTINCT CASE WHEN c.equal_bytes THEN c.subject END) AS equal_subjects
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) GROUP BY \(oneKey)
                ) JOIN period p ON p.number = period GROUP BY p.number ORDER BY max(latest) DESC
                """,
            arguments: selection.arguments
        )
        return try rows.compactMap { row -> PeriodSummary? in
            guard let operation = SMSPOperation(rawValue: row["operation"]) else { return nil }
            var own = selection
            own.restrict("c.period = ?", row["number"] as Int64)
            return PeriodSummary(
                id: row["id"],
                period: EvidencePeriod(
                    site: row["site"],
                    operation: operation,
                    mappingHash: row["mapping"],
                    comparisonHash: row["comparison"],
                    profileHash: row["profile"],
                    legacyEndpoint: row["legacy"]
                ),
                first: Date(timeIntervalSince1970: row["first"]),
                last: Date(timeIntervalSince1970: row["last"]),
                subjects: SmallCount(row["subjects"], of: row["fewest"]),
                verdicts: try counts(db, "c.verdict", own),
                equalInBytes: SmallCount(row["equal"], of: row["fewest_equal"]),
                severities: try severities(db, own),
                legacyLatency: try latency(db, "c.legacy_ms", own),
                fhirLatency: try latency(db, "c.fhir_ms", own),
                strata: try strata(db, own)
            )
        }
    }

    private static func counts(_ db: Database, _ column: String, _ selection: Selection) throws -> [String: SmallCount]
    {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT name, sum(calls) AS calls, max(subjects) AS subjects FROM (
                    SELECT \(column) AS name, count(*) AS calls, count(DISTINCT c.subject) AS subjects
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) AND \(column) IS NOT NULL GROUP BY name, \(oneKey)
                ) GROUP BY name
                """,
            arguments: selection.arguments
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], SmallCount($0["calls"], of: $0["subjects"])) })
    }

    private static func severities(_ db: Database, _ selection: Selection) throws -> [String: SmallCount] {
        var mismatches = selection
        mismatches.restrict("c.verdict = ?", Verdict.mismatch.rawValue)
        return try counts(db, "c.severity", mismatches)
    }

    private static func strata(_ db: Database, _ selection: Selection) throws -> [String: SmallCount] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT c.strata AS strata, c.subject AS subject, c.key_began AS key
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.strata <> '' AND c.subject IS NOT NULL GROUP BY strata, subject, key
                """,
            arguments: selection.arguments
        )
        var people: [String: [Int64: Set<String>]] = [:]
        for row in rows {
            let strata: String = row["strata"]
            for stratum in strata.split(separator: strataSeparator) {
                people[String(stratum), default: [:]][row["key"], default: []].insert(row["subject"])
            }
        }
        return people.mapValues { keys in
            let counts = keys.values.map(\.count)
            return SmallCount(counts.reduce(0, +), of: counts.max() ?? 0)
        }
    }

    private static func latency(_ db: Database, _ column: String, _ selection: Selection) throws -> PeriodSummary
        .Latency?
    {
        let source = """
            FROM call c JOIN period p ON p.number = c.period WHERE \(selection.condition) AND \(column) IS NOT NULL
                AND c.verdict NOT IN ('INCOMPARABLE', 'ONE_SIDED')
            """
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT ifnull(sum(calls), 0) AS calls, ifnull(max(subjects), 0) AS subjects FROM (
                    SELECT count(*) AS calls, count(DISTINCT c.subject) AS subjects \(source) GROUP BY \(oneKey)
                )
                """,
            arguments: selection.arguments
        )
        guard let row, let calls = SmallCount(row["calls"], of: row["subjects"]).shown, calls > 0 else { return nil }
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
