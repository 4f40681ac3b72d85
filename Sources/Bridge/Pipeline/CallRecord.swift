import Logging
import SMSPContract

/// What is known of one call when it ends: the material of its log line.
///
/// It is filled as the call goes through the pipeline, so that a call which ends early says how far it came. It never
/// holds patient data: ids, codes, names of the contract and figures only.
struct CallRecord: Sendable {
    var siteID: String?
    var operation: SMSPOperation?
    var correlationID: String?
    /// `wsa:MessageID` where it is a UUID; any other text is the client's own and not logged.
    var messageID: String?
    /// The response code, the fault or the HTTP status that the caller got.
    var outcome = ""
    /// Why the request was refused; nil for one that was not.
    var refusal: String?
    var corrections: [LenientReading] = []
    var notes: [AnswerNote] = []
    var upstreamRequestIDs: [String] = []

    /// The line of the call, and one for each alarm.
    func log(to logger: Logger, status: Int, latency: Duration, mappingHash: String) {
        var metadata: Logger.Metadata = [
            "outcome": "\(outcome)",
            "status": .stringConvertible(status),
            "latencyMs": .stringConvertible(latency.milliseconds),
            "mapping": "\(mappingHash)",
        ]
        metadata["site"] = siteID.map { "\($0)" }
        metadata["operation"] = operation.map { "\($0.rawValue)" }
        metadata["correlationID"] = correlationID.map { "\($0)" }
        metadata["messageID"] = messageID.map { "\($0)" }
        metadata["refusal"] = refusal.map { "\($0)" }
        if !corrections.isEmpty { metadata["corrections"] = .array(corrections.map { .string($0.rawValue) }) }
        if !upstreamRequestIDs.isEmpty {
            metadata["fhirRequestIDs"] = .array(upstreamRequestIDs.map { .string($0) })
        }
        let remarks = notes.filter { !$0.isAlarm }
        if !remarks.isEmpty { metadata["notes"] = .array(remarks.map { .string($0.text) }) }
        logger.info("call", metadata: metadata)
        for alarm in notes where alarm.isAlarm {
            var metadata = metadata
            metadata["alarm"] = "\(alarm.text)"
            metadata["notes"] = nil
            logger.error("alarm", metadata: metadata)
        }
    }
}

extension AnswerNote {
    /// The note as log lines show it.
    fileprivate var text: String { place.isEmpty ? name : "\(name) \(place)" }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
