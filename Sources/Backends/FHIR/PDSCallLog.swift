public import MappingEngine
import PDSFHIR
public import SMSPContract

/// What one call made of PDS, for the log and the audit trail.
struct PDSCallLog: Sendable {
    /// The `X-Request-ID` of each logical request, in order.
    var requestIDs: [String] = []
    /// What happened on the way.
    var diagnostics: [CallDiagnostic] = []
    /// The record that was read last; nil when none was.
    var record: RecordFacts?
    /// How long PDS took over all attempts; nil when none was made.
    var latency: Duration?
}

extension RecordFacts {
    /// What a comparison has to know of `patient`.
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
        self.init(diagnostic.name, at: diagnostic.place, isAlarm: diagnostic.severity == .alarm)
    }
}
