import SMSPContract

/// The answer to a query before it has an envelope: a code, and the payload that accompanies it.
struct LegacyResponse: Sendable, Equatable {
    let operation: SMSPOperation
    let code: ResponseCode
    /// `component` or `subject`; nil in an answer that is the code alone.
    var content: MessageElement?
}
