import SMSPContract
import XMLTree

/// One call and what came of it.
struct Exchange: Sendable {
    let call: PlannedCall
    /// The answer; nil when none came.
    let answer: HTTPAnswer?
    /// The answer to a second call on the same connection.
    let second: HTTPAnswer?
    /// The reason that an answer is missing.
    let failure: ExchangeFailure?
    /// True if the endpoint closed the connection; nil if the probe did not wait for that.
    let isEnded: Bool?
    /// The SOAP message of the answer.
    let message: AnswerMessage?

    /// The result of `call`.
    init(_ call: PlannedCall, _ conversation: Conversation) {
        self.call = call
        answer = conversation.answers.first
        second = conversation.answers.dropFirst().first
        failure = conversation.failure
        isEnded = conversation.isEnded
        message = answer.flatMap { AnswerMessage($0.body) }
    }

    var probe: Probe { call.probe }
    var operation: SMSPOperation { call.operation }

    /// The exchange as reasons name it.
    var name: String { "\(operation.rawValue), \(probe.rawValue)" }

    /// The response code of an answer that has one.
    var code: String? { message?.envelope == nil ? nil : message?.code }

    /// The answer in words, without any text of the endpoint except codes of the vocabularies.
    var outcome: String {
        if let failure { return failure.words }
        guard let answer else { return "no answer came" }
        guard let message else { return "HTTP \(answer.status) without a SOAP 1.1 message came" }
        if message.fault != nil {
            let code = message.errorInfo?.first("ErrorCode", in: Namespace.itk)?.trimmedText
            let known = code.flatMap(ToolkitErrorCode.init)?.rawValue
            return "a fault\(known.map { " \($0)" } ?? "") came"
        }
        guard let code else { return "an answer without a response code came" }
        return ResponseCode(rawValue: code).map { "\($0.rawValue) came" } ?? "a code outside the vocabulary came"
    }
}

/// Every call of a run with its answer.
struct Transcript: Sendable {
    let exchanges: [Exchange]
    let people: ConformancePeople
    let isEncrypted: Bool

    /// The exchanges of some probes.
    func exchanges(of probes: Probe...) -> [Exchange] {
        exchanges.filter { probes.contains($0.probe) }
    }

    /// The same question in the published form.
    func reference(for exchange: Exchange) -> Exchange? {
        exchanges.first {
            $0.probe == .standard && $0.operation == exchange.operation && $0.call.patient == exchange.call.patient
        }
    }

    /// The patient whom an exchange is about.
    func patient(of exchange: Exchange) -> ConformancePeople.Patient? {
        exchange.call.patient.map { people.patients[$0] }
    }
}
