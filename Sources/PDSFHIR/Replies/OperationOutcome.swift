public import JSONTree

/// The answer of PDS if it has no record or result to give.
///
/// Shape: one issue; were there more, the first is read. It prints its codes only: ``diagnostics`` may repeat values of
/// the request.
///
/// - SeeAlso: FHIR R4, OperationOutcome; docs/contract/pds-fhir.md §4.
public struct OperationOutcome: Sendable, Hashable {
    /// The severity of an issue.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case fatal
        case error
        case warning
        case information
    }

    /// The severity; nil if it is missing or no severity of FHIR.
    public let severity: Severity?
    /// The kind of issue in FHIR's words, as `not-found`; nil when it is missing or no code.
    public let issueCode: String?
    /// The error code; nil if it is missing or unknown.
    public let spineCode: SpineErrorCode?
    /// Text for a person, subject to change; it may repeat values of the request.
    public let diagnostics: String?

    /// The outcome in `json`.
    public init(_ json: JSONValue) {
        let issue = json["issue"]?[0]
        severity = issue?["severity"]?.string.flatMap(Severity.init)
        issueCode = issue?["code"]?.string.flatMap { $0.wholeMatch(of: /[a-z-]{1,32}/) == nil ? nil : $0 }
        spineCode = issue?["details"]?["coding"]?[0]?["code"]?.string.flatMap(SpineErrorCode.init)
        diagnostics = issue?["diagnostics"]?.string
    }
}

extension OperationOutcome {
    /// The code as logs name it: PDS's own, or else FHIR's; nil if neither is of its closed list.
    public var loggedCode: String? {
        spineCode?.rawValue ?? issueCode.flatMap { Self.issueTypes.contains($0) ? $0 : nil }
    }

    /// FHIR R4, value set issue-type.
    private static let issueTypes: Set = [
        "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired",
        "forbidden", "suppressed", "processing", "not-supported", "duplicate", "multiple-matches", "not-found",
        "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule", "conflict", "transient",
        "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational",
    ]
}

extension OperationOutcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The codes of the outcome, as `error not-found RESOURCE_NOT_FOUND`.
    public var description: String {
        [severity?.rawValue, issueCode, spineCode?.rawValue].map { $0 ?? "-" }.joined(separator: " ")
    }

    /// The codes of the outcome.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
