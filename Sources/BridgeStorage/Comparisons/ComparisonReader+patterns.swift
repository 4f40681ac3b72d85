import Evidence
import Foundation
import GRDB
import SMSPContract

extension ComparisonReader {
    /// A pattern that occurred.
    private struct OccurredPattern: Decodable, FetchableRecord {
        let id: String
        let operation: SMSPOperation
        let severity: Severity?
        /// Comma-separated.
        let sites: String
        let first, last: TimeInterval
        /// The sequence of the latest call.
        let latest: Int64
    }

    /// The latest call of a pattern, with the mapping tables that made its answer.
    private struct LatestCall: Decodable, FetchableRecord {
        let legacyOutcome: String
        let fhirOutcome: String?
        let outcomeRow: Int?
        let mapping: String

        static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
    }

    /// The patterns of the calls that differ: a wrong person first, then the most frequent, explained ones last.
    ///
    /// One of too few people to be counted is there too, since even one wrong person has to be looked at; without its
    /// number, and with weeks in place of days. In a window it is not.
    func patterns(_ latest: Latest) throws -> [PatternSummary] {
        let patterns = try OccurredPattern.fetchAll(
            db,
            sql: """
                SELECT c.pattern AS id, p.operation AS operation, min(c.severity) AS severity,
                    group_concat(DISTINCT p.site) AS sites,
                    min(c.bucket) AS first, max(c.bucket) AS last, max(c.sequence) AS latest
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(latest.selection.condition) AND c.pattern IS NOT NULL
                    AND c.verdict IN ('MISMATCH', 'EXPECTED')
                GROUP BY c.pattern ORDER BY max(c.bucket) DESC, max(c.sequence) DESC
                """,
            arguments: latest.selection.arguments
        )
        let all = batches(of: latest.sites.keys)
        let counts = all.counts(by: \.pattern)
        let ranked = patterns.enumerated().map { place, pattern in
            let calls = counts[pattern.id] ?? .blank
            let rank = (
                pattern.severity == nil ? 1 : 0, pattern.severity == .s1 ? 0 : 1, -(calls.shown ?? 0),
                pattern.severity?.rawValue ?? "", place
            )
            return (pattern: pattern, calls: calls, rank: rank)
        }
        return try ranked.filter { $0.calls != .blank || query.window == nil }
            .sorted { $0.rank < $1.rank }
            .map { try summary(of: $0.pattern, calls: $0.calls, in: all) }
    }

    private func summary(
        of pattern: OccurredPattern,
        calls: SmallCount,
        in all: CallBatches
    ) throws -> PatternSummary {
        let latest = try LatestCall.fetchOne(
            db,
            sql: """
                SELECT c.legacy_outcome, c.fhir_outcome, c.outcome_row, p.mapping
                FROM call c JOIN period p ON p.number = c.period WHERE c.sequence = ?
                """,
            arguments: [pattern.latest]
        )
        let days = all.days { $0.pattern == pattern.id } ?? Self.weeks(from: pattern.first, to: pattern.last)
        return PatternSummary(
            id: pattern.id,
            operation: pattern.operation,
            differences: try differences(call: pattern.latest),
            calls: calls,
            subjects: all.people(of: pattern.id),
            sites: pattern.sites.split(separator: ",").map(String.init).sorted(),
            outcomes: (latest?.legacyOutcome ?? "", latest?.fhirOutcome ?? ""),
            outcomeRow: latest?.outcomeRow,
            mappingHash: latest?.mapping ?? "",
            first: days.lowerBound.start,
            last: days.upperBound.start
        )
    }

    /// The days of the weeks of two times.
    static func weeks(from first: TimeInterval, to last: TimeInterval) -> ClosedRange<EvidenceDay> {
        func day(_ time: TimeInterval) -> EvidenceDay { EvidenceDay(Date(timeIntervalSince1970: time)) }
        return day(first).monday...day(last).monday.advanced(by: 6)
    }

    /// The differences of a call, with a letter for each token.
    private func differences(call: Int64) throws -> [LeafDifference] {
        var letters: [Substring: String] = [:]
        func letter(_ token: Substring) -> String {
            if let letter = letters[token] { return letter }
            letters[token] = letters.count < 26 ? String(UnicodeScalar(UInt8(65 + letters.count))) : "#\(letters.count)"
            return letters[token] ?? ""
        }
        return try DifferenceRow.filter(Column("call") == call).order(Column("place")).fetchAll(db)
            .map { $0.difference(letter) }
    }
}
