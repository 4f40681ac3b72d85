import StrictYAML
public struct AuditSettings: Sendable {
    public struct WhenUnavailable: Sendable { public enum Policy: String, Sendable { case refuse, `continue` }
        public var fhir: Policy; public var legacy: Policy }
    public let whenUnavailable: WhenUnavailable
    init(_ v: YAMLValue) { whenUnavailable = .init(fhir: .refuse, legacy: .continue) }
}
