import SMSPContract

/// What comparing two answers gave.
public struct AnswerComparison: Sendable {
    /// What came of it in meaning: match, expected, mismatch or incomparable.
    public let verdict: Verdict
    /// Where the answers differ, in the order of the leaves; empty also for what cannot be compared.
    public let differences: [LeafDifference]
    /// Whether the payloads are equal in canonical XML.
    ///
    /// They may not be while every leaf is: a blank element where the other side has none, entries in another order.
    public let isEqualInBytes: Bool
    /// The outcomes: a response code, a fault, an HTTP status.
    public let outcomes: (legacy: String, fhir: String)
    /// The strata of the answers.
    public let strata: (legacy: Set<Stratum>, fhir: Set<Stratum>)

    /// The differences that no rule explains.
    public var unexplained: [LeafDifference] { differences.filter { $0.rule == nil } }

    /// The gravest severity of what no rule explains; S5 when only bytes differ, nil when nothing does.
    public var severity: Severity? { unexplained.map(\.severity).min() ?? (isEqualInBytes ? nil : .s5) }
}

extension ComparisonTable {
    /// Compares the answers to one question leaf by leaf, and explains by the rules what was to be expected.
    ///
    /// - Parameter today: by which rules expire, `YYYY-MM-DD`.
    public func compare(
        legacy: ComparedAnswer,
        fhir: ComparedAnswer,
        facts: ComparisonFacts,
        today: String
    ) -> AnswerComparison {
        let isComparable = ![legacy, fhir].contains { failures.contains($0.outcome) || $0.outcome.hasPrefix("HTTP ") }
        var differences = isComparable ? differences(legacy, fhir) : []
        let facts = RuleFacts(facts, legacy: legacy, fhir: fhir, differences: differences)
        for index in differences.indices {
            differences[index].rule = rules.first { $0.explains(differences[index], facts, today: today) }?.id
        }
        let isExplained = differences.allSatisfy { $0.rule != nil }
        return AnswerComparison(
            verdict: !isComparable ? .incomparable : differences.isEmpty ? .match : isExplained ? .expected : .mismatch,
            differences: differences,
            isEqualInBytes: legacy.payload == fhir.payload && legacy.outcome == fhir.outcome,
            outcomes: (legacy.outcome, fhir.outcome),
            strata: (legacy.strata, fhir.strata)
        )
    }

    private func differences(_ legacy: ComparedAnswer, _ fhir: ComparedAnswer) -> [LeafDifference] {
        var pairs = LeafPairs(legacy, fhir)
        // Where only one side says who it is, that is the difference, and each of its leaves is not one more.
        if legacy.outcome != fhir.outcome, legacy.leaves.isEmpty || fhir.leaves.isEmpty {
            pairs = LeafPairs(outcomesOf: legacy, fhir)
        }
        return pairs.pairs.compactMap { pair in
            guard let row = rows[pair.leaf], let shape = pair.shape ?? row.shape(of: pair) else { return nil }
            guard let severity = row.severity(of: shape) else { return nil }
            let values = ComparedValues(legacy: pair.legacy, fhir: pair.fhir)
            return LeafDifference(leaf: pair.leaf, shape: shape, severity: severity, values: values)
        }
        .sorted { ($0.leaf, $0.shape) < ($1.leaf, $1.shape) }
    }
}
