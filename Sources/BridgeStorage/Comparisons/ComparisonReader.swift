import Bridge
import Comparison
import Evidence
import Foundation
import GRDB
import SMSPContract

/// Reads a store's file, on a connection that cannot write.
///
/// Tables and signatures are of the latest period of each site and operation: what an earlier mapping did wrong is
/// not what is wrong now. Every count is of calls' first askings, and blank where it is of fewer than five people.
struct ComparisonReader: Sendable {
    let path: String

    /// Between the names of strata, some of which hold commas.
    static let strataSeparator = "|"
    /// The most signatures that are given.
    private static let signatures = 200

    /// What the records say that fit `query`, at one moment.
    func evidence(_ query: EvidenceQuery) async throws -> EvidenceFound {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "comparison reader"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try await queue.read { db in
            let selection = Selection(query)
            let latest = try Self.latestPeriods(db, selection)
            return EvidenceFound(
                periods: try Self.periods(db, selection),
                leavesBySite: try Self.leaves(db, by: "p.site", latest),
                leavesByShape: try Self.leaves(db, by: "d.shape", latest),
                signatures: try Self.signatures(db, latest, query.signature)
            )
        }
    }

    /// A condition on `call c` and `period p`, and the values in it.
    fileprivate struct Selection {
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

    private static func periods(_ db: Database, _ selection: Selection) throws -> [PeriodFound] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.*, min(c.bucket) AS first, max(c.bucket) AS last, count(DISTINCT c.subject) AS subjects,
                    sum(c.equal_bytes) AS equal, count(DISTINCT CASE WHEN c.equal_bytes THEN c.subject END) AS equals
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) GROUP BY p.number ORDER BY max(c.sequence) DESC
                """,
            arguments: selection.arguments
        )
        return try rows.compactMap { row -> PeriodFound? in
            guard let operation = SMSPOperation(rawValue: row["operation"]) else { return nil }
            var own = selection
            own.restrict("c.period = ?", row["number"] as Int64)
            let subjects: Int = row["subjects"]
            return PeriodFound(
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
                subjects: SmallCount(subjects: subjects),
                verdicts: try counts(db, "c.verdict", own),
                equalInBytes: SmallCount(row["equal"], of: row["equals"]),
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
                SELECT \(column) AS name, count(*) AS calls, count(DISTINCT c.subject) AS subjects
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND \(column) IS NOT NULL GROUP BY name
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
                SELECT c.strata AS strata, c.subject AS subject
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.strata <> '' AND c.subject IS NOT NULL GROUP BY strata, subject
                """,
            arguments: selection.arguments
        )
        var people: [String: Set<String>] = [:]
        for row in rows {
            let strata: String = row["strata"]
            for stratum in strata.split(separator: strataSeparator) {
                people[String(stratum), default: []].insert(row["subject"])
            }
        }
        return people.mapValues { SmallCount(subjects: $0.count) }
    }

    private static func latency(_ db: Database, _ column: String, _ selection: Selection) throws -> PeriodFound.Latency?
    {
        let source = """
            FROM call c JOIN period p ON p.number = c.period WHERE \(selection.condition) AND \(column) IS NOT NULL
            """
        let row = try Row.fetchOne(
            db,
            sql: "SELECT count(*) AS calls, count(DISTINCT c.subject) AS subjects " + source,
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
        return PeriodFound.Latency(p50: try percentile(0.5), p95: try percentile(0.95))
    }

    // MARK: - Leaves

    private static func leaves(_ db: Database, by column: String, _ selection: Selection) throws -> [LeafCount] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT d.leaf AS leaf, \(column) AS name, min(d.severity) AS severity,
                    count(DISTINCT CASE WHEN d.rule IS NULL THEN c.sequence END) AS unexplained,
                    count(DISTINCT CASE WHEN d.rule IS NULL THEN c.subject END) AS unexplained_subjects,
                    count(DISTINCT CASE WHEN d.rule IS NOT NULL THEN c.sequence END) AS explained,
                    count(DISTINCT CASE WHEN d.rule IS NOT NULL THEN c.subject END) AS explained_subjects
                FROM difference d JOIN call c ON c.sequence = d.call JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.verdict IN ('MISMATCH', 'EXPECTED') GROUP BY d.leaf, name
                """,
            arguments: selection.arguments
        )
        return rows.map { row in
            LeafCount(
                leaf: row["leaf"],
                column: row["name"],
                severity: row["severity"],
                unexplained: SmallCount(row["unexplained"], of: row["unexplained_subjects"]),
                explained: SmallCount(row["explained"], of: row["explained_subjects"])
            )
        }
        .sorted { (ComparedLeaf.rank(of: $0.leaf), $0.column) < (ComparedLeaf.rank(of: $1.leaf), $1.column) }
    }

    // MARK: - Signatures

    private static func signatures(
        _ db: Database,
        _ selection: Selection,
        _ signature: String?
    ) throws -> [SignatureFound] {
        var selection = selection
        selection.restrict("c.signature = ?", signature)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT c.signature AS id, p.operation AS operation, count(*) AS calls,
                    count(DISTINCT c.subject) AS subjects, group_concat(DISTINCT p.site) AS sites,
                    min(c.bucket) AS first, max(c.bucket) AS last, max(c.sequence) AS latest
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.signature IS NOT NULL AND c.verdict IN ('MISMATCH', 'EXPECTED')
                GROUP BY c.signature
                ORDER BY min(c.severity) IS NULL, min(c.severity) <> 'S1', calls DESC, min(c.severity), last DESC
                LIMIT \(signatures)
                """,
            arguments: selection.arguments
        )
        return try rows.compactMap { row -> SignatureFound? in
            guard let operation = SMSPOperation(rawValue: row["operation"]) else { return nil }
            let latest: Int64 = row["latest"]
            let outcomes = try Row.fetchOne(
                db,
                sql: "SELECT legacy_outcome, fhir_outcome, outcome_row FROM call WHERE sequence = ?",
                arguments: [latest]
            )
            let sites: String = row["sites"]
            return SignatureFound(
                id: row["id"],
                operation: operation,
                places: try places(db, call: latest),
                calls: SmallCount(row["calls"], of: row["subjects"]),
                subjects: SmallCount(subjects: row["subjects"]),
                sites: sites.split(separator: ",").map(String.init).sorted(),
                outcomes: (outcomes?["legacy_outcome"] ?? "", outcomes?["fhir_outcome"] ?? ""),
                outcomeRow: outcomes?["outcome_row"],
                first: Date(timeIntervalSince1970: row["first"]),
                last: Date(timeIntervalSince1970: row["last"])
            )
        }
    }

    /// The differences of a call, with a letter in the place of each token.
    private static func places(_ db: Database, call: Int64) throws -> [SignatureFound.Place] {
        var letters: [Substring: String] = [:]
        func letter(_ token: Substring) -> String {
            if let letter = letters[token] { return letter }
            letters[token] = letters.count < 26 ? String(UnicodeScalar(UInt8(65 + letters.count))) : "#\(letters.count)"
            return letters[token] ?? ""
        }
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM difference WHERE call = ? ORDER BY place",
            arguments: [call]
        )
        let entries = try entries(db, likeCall: call)
        return rows.map { row in
            let place = Difference(leaf: row["leaf"], shape: row["shape"])
            let legacy: String? = row["legacy_tokens"]
            let fhir: String? = row["fhir_tokens"]
            return SignatureFound.Place(
                leaf: place.leaf,
                shape: place.shape,
                severity: row["severity"],
                rule: row["rule"],
                entries: entries[place] ?? 1,
                legacy: legacy?.split(separator: ",").map(letter),
                fhir: fhir?.split(separator: ",").map(letter)
            )
        }
    }
}

extension ComparisonReader {
    private struct Difference: Hashable {
        let leaf, shape: String
    }

    /// In how many entries at most each difference is found in one call, among those that differ as `call` does.
    private static func entries(_ db: Database, likeCall call: Int64) throws -> [Difference: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT leaf, shape, max(entries) AS entries FROM (
                    SELECT d.leaf AS leaf, d.shape AS shape, count(*) AS entries
                    FROM call one JOIN call c ON c.signature = one.signature AND c.period = one.period
                        JOIN difference d ON d.call = c.sequence
                    WHERE one.sequence = ? GROUP BY c.sequence, d.leaf, d.shape
                ) GROUP BY leaf, shape
                """,
            arguments: [call]
        )
        return Dictionary(
            uniqueKeysWithValues: rows.map { (Difference(leaf: $0["leaf"], shape: $0["shape"]), $0["entries"]) }
        )
    }
}

extension ComparedLeaf {
    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1.name, $0) })

    /// Where the leaf of a name stands in an answer.
    fileprivate static func rank(of name: String) -> Int { ranks[name] ?? ranks.count }
}
