/// One rule of the SMSP contract that an endpoint keeps or breaks.
struct ConformanceRule: Sendable {
    typealias Verdict = ConformanceReport.Verdict

    /// A short name that stays: `SOAP-ANSWER-1`.
    let id: String
    /// The rule in a sentence.
    let sentence: String
    /// The document that the rule is from, with its section.
    let source: String
    /// Judges what an endpoint did.
    let judge: @Sendable (Transcript) -> Verdict

    /// A rule that every exchange of some kind has to keep.
    ///
    /// - Parameters:
    ///   - exchanges: which exchanges the rule is about.
    ///   - absence: why there may be none.
    ///   - offence: what is wrong with one; nil when nothing is.
    static func each(
        _ id: String,
        _ sentence: String,
        source: String,
        of exchanges: @escaping @Sendable (Transcript) -> [Exchange],
        absence: String,
        offence: @escaping @Sendable (Exchange, Transcript) -> String?
    ) -> ConformanceRule {
        ConformanceRule(id: id, sentence: sentence, source: source) { transcript in
            let subjects = exchanges(transcript)
            guard !subjects.isEmpty else { return .notApplicable(reason: absence) }
            let offences = subjects.compactMap { exchange in
                offence(exchange, transcript).map { "\(exchange.name): \($0)" }
            }
            guard let first = offences.first else { return .passed }
            let others = offences.count > 1 ? " (and \(offences.count - 1) more of \(subjects.count))" : ""
            return .failed(reason: first + others)
        }
    }

    /// A rule for every answer that holds an ITK envelope.
    static func answers(
        _ id: String,
        _ sentence: String,
        source: String,
        offence: @escaping @Sendable (AnswerMessage, Exchange) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: \.envelopes,
            absence: "no answer holds an ITK envelope"
        ) { exchange, _ in exchange.message.flatMap { offence($0, exchange) } }
    }

    /// A rule for every answer whose payload tells of a patient.
    static func patients(
        _ id: String,
        _ sentence: String,
        source: String,
        offence: @escaping @Sendable (AnswerMessage, Exchange) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: \.patientAnswers,
            absence: "no answer tells of a patient (--people)"
        ) { exchange, _ in exchange.message.flatMap { offence($0, exchange) } }
    }

    /// A rule for every fault.
    static func faults(
        _ id: String,
        _ sentence: String,
        source: String,
        offence: @escaping @Sendable (AnswerMessage, Exchange) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: \.faults,
            absence: "no answer is a fault"
        ) { exchange, _ in exchange.message.flatMap { offence($0, exchange) } }
    }

    /// A rule for what comes of some probes.
    static func outcome(
        of probes: Probe...,
        id: String,
        _ sentence: String,
        source: String,
        absence: String = "no operation is called this way",
        offence: @escaping @Sendable (Exchange, Transcript) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: { $0.exchanges.filter { probes.contains($0.probe) } },
            absence: absence,
            offence: offence
        )
    }

    /// All rules, in the order of the table.
    static let all =
        http + soap + addressing + envelope + payload + content + codes + people + faults + forms
}
