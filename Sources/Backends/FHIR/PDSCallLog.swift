public import MappingEngine
import PDSFHIR
public import SMSPContract

/// The requests of one call to PDS, for the log and the audit.
struct PDSCallLog: Sendable {
    /// The `X-Request-ID` of each logical request of which at least a part was sent, in order.
    private(set) var requestIDs: [String] = []
    /// The events of the call.
    var diagnostics: [CallDiagnostic] = []
    /// The record that was read last; nil when none was.
    var record: RecordFacts?
    /// The facts of the requests, for the log line.
    var facts = UpstreamFacts()
    /// The time that PDS took over all attempts; nil if none was made.
    private(set) var latency: Duration?

    /// Enters an attempt.
    ///
    /// - Parameter isSent: False if there was no connection to send it over, which takes time too.
    mutating func enter(_ requestID: String, isSent: Bool, took latency: Duration) {
        facts.attempts += 1
        if isSent, requestIDs.last != requestID { requestIDs.append(requestID) }
        self.latency = (self.latency ?? .zero) + latency
    }
}

extension RecordFacts {
    /// The facts of `patient` that a comparison needs.
    init(_ patient: Patient) {
        self.init(
            versionID: patient.versionID,
            isRestricted: [.restricted, .veryRestricted].contains(patient.confidentiality)
        )
    }
}

extension CallDiagnostic {
    /// A diagnostic of the mapping tables as a remark on the answer.
    public init(_ diagnostic: MappingDiagnostic) {
        let alarm: Alarm =
            switch diagnostic.kind {
            case .unmappedLeaf, .unlistedValue: .once(nil)
            case .unknownSecurityLabel(let label): .once(label)
            default: diagnostic.severity == .alarm ? .always : .never
            }
        self.init(diagnostic.name, at: diagnostic.place, alarm: alarm)
    }
}
