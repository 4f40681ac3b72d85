import Evidence
import GRDB

extension ComparisonReader {
    /// The key of the tokens of some calls.
    private struct TokenKeyed: Hashable {
        let period, began: Int64
    }

    /// A pattern of a period.
    private struct PeriodPattern: Hashable {
        let period: Int64
        let pattern: String
    }

    /// A difference of a pattern.
    private struct PatternDifference: Decodable, FetchableRecord {
        let period: Int64
        let pattern: String
        let leaf: ComparedLeaf
        let shape: DifferenceShape
        let isExplained: Bool
    }

    /// A call as it is counted.
    private struct CountedRow: Decodable, FetchableRecord {
        let period, keyBegan, bucket: Int64
        let verdict: Verdict
        let equalBytes: Bool
        let notCompared: NotCompared?
        let subject: String?
        let severity: Severity?
        let pattern: String?

        static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }

        /// The call, with the differences of its pattern.
        func call(_ differences: (String) -> Set<CallKind.Difference>) -> CountedCall {
            // Of the other verdicts a difference came and went, or one side failed.
            let pattern = [.mismatch, .expected].contains(verdict) ? pattern : nil
            return CountedCall(
                CallKind(
                    verdict,
                    severity: verdict == .mismatch ? severity : nil,
                    pattern: pattern,
                    differences: pattern.map(differences) ?? [],
                    isEqualInBytes: equalBytes,
                    notCompared: notCompared
                ),
                about: subject,
                on: EvidenceDay(number: Int(bucket) / EvidenceDay.seconds)
            )
        }
    }

    /// The batches of each period, by its number.
    static func batches(
        _ db: Database,
        _ selection: Selection,
        before day: EvidenceDay
    ) throws -> [Int64: CallBatches] {
        let differences = try differences(db, selection)
        let rows = try CountedRow.fetchCursor(
            db,
            sql: """
                SELECT c.period, c.key_began, c.bucket, c.verdict, c.equal_bytes, c.not_compared, c.subject, c.severity,
                    c.pattern
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) ORDER BY c.period, c.key_began, c.bucket
                """,
            arguments: selection.arguments
        )
        var batches: [Int64: [CallBatches]] = [:]
        var (key, calls): (TokenKeyed?, [CountedCall]) = (nil, [])
        func finish() {
            guard let key else { return }
            batches[key.period, default: []].append(CallBatches(of: calls, before: day))
            calls.removeAll(keepingCapacity: true)
        }
        while let row = try rows.next() {
            let own = TokenKeyed(period: row.period, began: row.keyBegan)
            if own != key { finish() }
            key = own
            calls.append(row.call { differences[PeriodPattern(period: row.period, pattern: $0)] ?? [] })
        }
        finish()
        return batches.mapValues { CallBatches(joining: $0) }
    }

    /// The differences of each pattern.
    private static func differences(
        _ db: Database,
        _ selection: Selection
    ) throws -> [PeriodPattern: Set<CallKind.Difference>] {
        let rows = try PatternDifference.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT c.period AS period, c.pattern AS pattern, d.leaf AS leaf, d.shape AS shape,
                    d.rule IS NOT NULL AS isExplained
                FROM difference d JOIN call c ON c.sequence = d.call JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.pattern IS NOT NULL
                """,
            arguments: selection.arguments
        )
        var differences: [PeriodPattern: Set<CallKind.Difference>] = [:]
        while let row = try rows.next() {
            let key = DifferenceKey(leaf: row.leaf, shape: row.shape)
            differences[PeriodPattern(period: row.period, pattern: row.pattern), default: []]
                .insert(CallKind.Difference(key, isExplained: row.isExplained))
        }
        return differences
    }
}
