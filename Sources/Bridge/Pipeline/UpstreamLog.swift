import Logging
import SMSPContract

/// The facts of the requests that a call made to each backend, as its log line has them under `upstreams`.
///
/// With them a wrong `fhir.baseURL`, a gateway's page and a proxy's 404 can be told apart without the answer itself.
struct UpstreamLog: Sendable {
    private var entries: [(backend: AuditedBackend, facts: UpstreamFacts)] = []

    /// Enters the requests to a backend, unless there were none and none waited.
    mutating func enter(_ backend: AuditedBackend, _ facts: UpstreamFacts) {
        if facts != UpstreamFacts() { entries.append((backend, facts)) }
    }

    /// The value of `upstreams`; nil if no backend was called.
    ///
    /// - Parameter outcomeRow: the line of `outcomes.csv` by which PDS FHIR's answer has its code; nil if there is none.
    func metadata(outcomeRow: Int?) -> Logger.MetadataValue? {
        guard !entries.isEmpty else { return nil }
        return .array(
            entries.map { backend, facts in
                var entry: Logger.Metadata = [
                    "backend": "\(backend.rawValue)",
                    "attempts": .stringConvertible(facts.attempts),
                    "quotaWaitMs": .stringConvertible(facts.quotaWait.milliseconds),
                ]
                entry["status"] = facts.status.map { .stringConvertible($0) }
                entry["contentType"] = facts.contentType.map { "\($0.rawValue)" }
                entry["issueCode"] = facts.issueCode.map { "\($0)" }
                if backend == .fhir { entry["outcomeRow"] = outcomeRow.map { .stringConvertible($0) } }
                return .dictionary(entry)
            }
        )
    }
}
