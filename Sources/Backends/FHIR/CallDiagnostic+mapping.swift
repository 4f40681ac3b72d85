public import MappingEngine
public import SMSPContract

extension CallDiagnostic {
    /// A diagnostic of the mapping tables as a remark on the answer.
    public init(_ diagnostic: MappingDiagnostic) {
        self.init(diagnostic.name, at: diagnostic.place, isAlarm: diagnostic.severity == .alarm)
    }
}
