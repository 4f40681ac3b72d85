public import SMSPContract

/// The verdict of every rule on one endpoint.
public struct ConformanceReport: Sendable {
    /// A verdict of a rule on an endpoint.
    public enum Verdict: Sendable, Equatable {
        /// The rule is kept.
        case passed
        /// The rule is broken; the reason names the call, and never holds patient data.
        case failed(reason: String)
        /// The rule cannot be judged; the reason says why.
        case notApplicable(reason: String)
    }

    /// A rule with its verdict.
    public struct Result: Sendable {
        /// A short name that stays: `SOAP-ANSWER-1`.
        public let id: String
        /// The rule in a sentence.
        public let sentence: String
        /// The document that the rule is from, with its section.
        public let source: String
        /// The verdict.
        public let verdict: Verdict

        /// True if the endpoint breaks the rule.
        public var isBroken: Bool {
            if case .failed = verdict { true } else { false }
        }

        /// True if the rule cannot be judged.
        public var isNotApplicable: Bool {
            if case .notApplicable = verdict { true } else { false }
        }
    }

    /// A call of the run with a MessageID, by which the journal of a bridge has it.
    public struct Call: Sendable, Equatable {
        /// The operation.
        public let operation: SMSPOperation
        /// `wsa:MessageID`, as it was sent.
        public let messageID: String
        /// True if the answer found the test patient whom the call is about.
        public let foundPatient: Bool
    }

    /// Every rule with its verdict, in the order of the table.
    public let results: [Result]

    /// The calls that were sent with a MessageID, in order.
    public let calls: [Call]

    /// The number of rules that are kept.
    public var passed: Int { results.count { $0.verdict == .passed } }

    /// The number of rules that are broken.
    public var failed: Int { results.count(where: \.isBroken) }

    /// The number of rules that cannot be judged.
    public var notApplicable: Int { results.count(where: \.isNotApplicable) }

    init(_ transcript: Transcript) {
        results = ConformanceRule.all.map { rule in
            Result(id: rule.id, sentence: rule.sentence, source: rule.source, verdict: rule.judge(transcript))
        }
        calls = transcript.exchanges.filter(\.call.hasMessageID).map { exchange in
            Call(
                operation: exchange.operation,
                messageID: exchange.call.message.messageID,
                foundPatient: exchange.call.patient != nil && exchange.code == ResponseCode.success.rawValue
                    && !exchange.isUnverified
            )
        }
    }
}
