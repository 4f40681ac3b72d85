public import SMSPContract

/// The result of comparing two answers.
public struct AnswerComparison: Sendable {
    /// The verdict on their meaning: match, expected, mismatch or incomparable.
    public let verdict: Verdict
    /// The reason that they were not compared; nil if they were.
    public let notCompared: NotCompared?
    /// The differences, in the order of the leaves; empty also for answers that cannot be compared.
    public let differences: [LeafDifference]
    /// The values of each of ``differences``, in their order.
    public let values: [ComparedValues]
    /// True if the payloads are equal in canonical XML.
    ///
    /// They may differ while every leaf is equal: a blank element where the other side has none, entries in another
    /// order.
    public let isEqualInBytes: Bool
    /// The outcomes: a response code, a fault, an HTTP status.
    public let outcomes: (legacy: String, fhir: String)
    /// The strata of the answers.
    public let strata: (legacy: Set<Stratum>, fhir: Set<Stratum>)

    /// The differences that no rule explains.
    public var unexplained: [LeafDifference] { differences.filter { $0.rule == nil } }

    /// The highest severity that no rule explains; S5 if only bytes differ, nil if nothing does.
    public var severity: Severity? { unexplained.map(\.severity).min() ?? (isEqualInBytes ? nil : .s5) }
}

extension ComparisonTable {
    /// Compares the answers to one request leaf by leaf, and explains expected differences by the rules.
    ///
    /// - Parameter today: the day by which rules expire, `YYYY-MM-DD`.
    public func compare(
        legacy: ComparedAnswer,
        fhir: ComparedAnswer,
        facts: ComparisonFacts,
        today: String
    ) -> AnswerComparison {
        let notCompared = obstacle(in: legacy) ?? (isFailure(fhir) ? .fhirFailure : nil)
        let compared = notCompared == nil ? differences(legacy, fhir) : []
        var differences = compared.map(\.difference)
        let facts = RuleFacts(facts, legacy: legacy, fhir: fhir, differences: differences)
        for index in differences.indices {
            differences[index].rule = rules.first { $0.explains(differences[index], facts, today: today) }?.id
        }
        let isExplained = differences.allSatisfy { $0.rule != nil }
        return AnswerComparison(
            verdict: notCompared != nil
                ? .incomparable : differences.isEmpty ? .match : isExplained ? .expected : .mismatch,
            notCompared: notCompared,
            differences: differences,
            values: compared.map(\.values),
            isEqualInBytes: legacy.payload == fhir.payload && legacy.outcome == fhir.outcome,
            outcomes: (legacy.outcome, fhir.outcome),
            strata: (legacy.strata, fhir.strata)
        )
    }

    /// The result for a legacy answer with which nothing was compared.
    public func incomparable(_ legacy: ComparedAnswer, because reason: NotCompared) -> AnswerComparison {
        AnswerComparison(
            verdict: .incomparable,
            notCompared: reason,
            differences: [],
            values: [],
            isEqualInBytes: false,
            outcomes: (legacy.outcome, "not queried"),
            strata: (legacy.strata, [])
        )
    }

    /// The reason that no answer can be compared with a legacy answer; nil if one can.
    public func obstacle(in legacy: ComparedAnswer) -> NotCompared? {
        switch legacy.unreadable {
        case .contentCoding: .legacyContentCoding
        case .charset: .legacyCharset
        case .multipart: .legacyMultipart
        case .tooLarge: .legacyTooLarge
        case .notSMSP: .legacyNotSMSP
        case nil: isFailure(legacy) ? .legacyFailure : nil
        }
    }

    private func isFailure(_ answer: ComparedAnswer) -> Bool {
        answer.unreadable != nil || failures.contains(answer.outcome)
    }

    private func differences(
        _ legacy: ComparedAnswer,
        _ fhir: ComparedAnswer
    ) -> [(difference: LeafDifference, values: ComparedValues)] {
        var pairs = LeafPairs(legacy, fhir)
        // If only one side names the person, that is the difference, and each of its leaves is not one more.
        if legacy.outcome != fhir.outcome, legacy.leaves.isEmpty || fhir.leaves.isEmpty {
            pairs = LeafPairs(outcomesOf: legacy, fhir)
        }
        return pairs.pairs.compactMap { pair in
            guard let row = rows[pair.leaf], let shape = pair.shape ?? row.shape(of: pair) else { return nil }
            guard let severity = row.severity(of: shape) else { return nil }
            let values = ComparedValues(legacy: pair.legacy, fhir: pair.fhir)
            return (LeafDifference(leaf: pair.leaf, shape: shape, severity: severity), values)
        }
        .sorted { ($0.difference.leaf, $0.difference.shape) < ($1.difference.leaf, $1.difference.shape) }
    }
}

extension AnswerComparison {
    /// True if the reason of the difference may be that PDS finds no restricted person by postcode (decision D23).
    public func isRestrictionPossible(_ request: SMSPRequest, legacy: ComparedAnswer) -> Bool {
        guard verdict == .mismatch, request.postcode != nil, legacy.nhsNumber != nil,
            outcomes.fhir == ResponseCode.noMatch.rawValue
        else { return false }
        // The answer of getNHSNumber holds no address, so that only a query tells.
        return request.operation == .getNHSNumber || strata.legacy.contains(.restricted)
    }
}
