public import JSONTree

/// What the security labels of a record say about who may see it.
///
/// Only ``unrestricted`` lets addresses, telecom and practice through; what the label of a record is not known to mean
/// is treated as restricted.
///
/// - SeeAlso: PDS FHIR, `meta.security`; decision D28.
public enum Confidentiality: Sendable, Hashable {
    /// `U`.
    case unrestricted
    /// `R`.
    case restricted
    /// `V`, which the PDS specification lists and does not explain.
    case veryRestricted
    /// `REDACTED`, which it says is never returned.
    case redacted
    /// Another code, or a label without one, which is the empty text.
    case unknown(String)
    /// There is no label.
    case missing

    /// What the labels of the resource in `json` say.
    ///
    /// The code decides whatever its system, of which there are two in use. Of several labels the one counts that
    /// stands first in this order: REDACTED, one that is not known, V, R, U.
    public init(_ json: JSONValue) {
        let labels = (json["meta"]?["security"]?.elements ?? []).map { Confidentiality(code: $0["code"]?.string ?? "") }
        self = labels.max { $0.precedence < $1.precedence } ?? .missing
    }

    private init(code: String) {
        self =
            switch code {
            case "U": .unrestricted
            case "R": .restricted
            case "V": .veryRestricted
            case "REDACTED": .redacted
            default: .unknown(code)
            }
    }

    private var precedence: Int {
        switch self {
        case .missing: 0
        case .unrestricted: 1
        case .restricted: 2
        case .veryRestricted: 3
        case .unknown: 4
        case .redacted: 5
        }
    }

    /// Whether the specification of PDS knows the label; if not, an operator has to hear of it.
    public var isKnown: Bool {
        switch self {
        case .unrestricted, .restricted, .veryRestricted, .redacted: true
        case .unknown, .missing: false
        }
    }
}
