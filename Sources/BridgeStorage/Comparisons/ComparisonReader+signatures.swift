import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract

extension ComparisonReader {
    /// What the calls that differ have in common: a wrong person first, then the most frequent, explained ones last.
    static func signatures(
        _ db: Database,
        _ selection: Selection
    ) throws -> [PatternSummary] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, operation, sum(calls) AS calls, sum(subjects) AS subjects, max(subjects) AS fewest,
                    group_concat(DISTINCT site) AS sites, min(first) AS first, max(last) AS last, max(latest) AS latest
                FROM (
                    SELECT c.signature AS id, p.operation AS operation, p.site AS site, count(*) AS calls,
                        count(DISTINCT c.subject) AS subjects, min(c.severity) AS severity,
                        min(c.bucket) AS first, max(c.bucket) AS last, max(c.sequence) AS latest
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) AND c.signature IS NOT NULL
                        AND c.verdict IN ('MISMATCH', 'EXPECTED')
                    GROUP BY c.signature, \(oneKey)
                ) GROUP BY id
                ORDER BY min(severity) IS NULL, min(severity) <> 'S1', sum(calls) DESC, min(severity), max(last) DESC
                """,
            arguments: selection.arguments
        )
        return try rows.compactMap { row -> PatternSummary? in
            guard let operation = SMSPOperation(rawValue: row["operation"]) else { return nil }
            let latest: Int64 = row["latest"]
            let outcomes = try Row.fetchOne(
                db,
                sql: """
                    SELECT c.legacy_outcome, c.fhir_outcome, c.outcome_row, p.mapping
                    FROM call c JOIN period p ON p.number = c.period WHERE c.sequence = ?
                    """,
                arguments: [latest]
            )
            let sites: String = row["sites"]
            return PatternSummary(
                id: row["id"],
                operation: operation,
                places: try places(db, call: latest),
                calls: SmallCount(row["calls"], of: row["fewest"]),
                subjects: SmallCount(row["subjects"], of: row["fewest"]),
                sites: sites.split(separator: ",").map(String.init).sorted(),
                outcomes: (outcomes?["legacy_outcome"] ?? "", outcomes?["fhir_outcome"] ?? ""),
                outcomeRow: outcomes?["outcome_row"],
                mappingHash: outcomes?["mapping"] ?? "",
                first: Date(timeIntervalSince1970: row["first"]),
                last: Date(timeIntervalSince1970: row["last"])
            )
        }
    }

    /// The differences of a call, with a letter in the place of each token.
    private static func places(_ db: Database, call: Int64) throws -> [PatternSummary.Place] {
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
        return rows.map { row in
            let legacy: String? = row["legacy_tokens"]
            let fhir: String? = row["fhir_tokens"]
            return PatternSummary.Place(
                leaf: row["leaf"],
                shape: row["shape"],
                severity: row["severity"],
                rule: row["rule"],
                legacy: legacy?.split(separator: ",").map(letter),
                fhir: fhir?.split(separator: ",").map(letter)
            )
        }
    }
}
