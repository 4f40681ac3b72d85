public import JSONTree

/// The confidentiality of a record, from its security labels.
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

    /// The confidentiality from the labels of the resource in `json`.
    ///
    /// The code decides, whatever its system; two systems are in use. Of several labels the first of this order counts:
    /// REDACTED, an unknown one, V, R, U.
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

    /// True if the specification of PDS lists the label; if not, an operator is alarmed.
    public var isKnown: Bool {
        switch self {
        case .unrestricted, .restricted, .veryRestricted, .redacted: true
        case .unknown, .missing: false
        }
    }
}
