/// One of the five operations of the PDS Spine Mini Service.
///
/// The table of names that the published WSDL, schemas and message specification give an operation is
/// ``OperationNames``; ``names`` finds a row of it.
///
/// - SeeAlso: PDS Mini Services Domain Message Specification v1.1, `messages.html`; `PDSMiniServices-v1-0.wsdl`.
public enum SMSPOperation: String, Sendable, Hashable, CaseIterable, Codable {
    case verifyNHSNumber
    case getNHSNumber
    case getPatientDetailsByNHSNumber
    case getPatientDetailsBySearch
    case getPatientDetails
}

/// The names that one operation has on the wire.
public struct OperationNames: Sendable, Hashable {
    /// The operation as the WSDL names it: `verifyNHSNumber-v1-0`.
    public let versioned: String
    /// SOAPAction, `wsa:Action` and `itk:header/@service` of the request: one string in all three places.
    public let action: String
    /// `wsa:Action` and `itk:header/@service` of the answer.
    public let responseAction: String
    /// Local name of the request payload's root element.
    ///
    /// `getPatientDetails-v1-0` alone has no "Request" in it: so the schema, the example and the clients.
    public let requestRoot: String
    /// `code/@code` of the request payload.
    public let requestCode: String
    /// `manifestitem/@profileid` of the request.
    ///
    /// What a request may name is `Mappings/profiles.csv`.
    public let requestProfile: String
    /// `manifestitem/@profileid` of the answer.
    public let responseProfile: String
    /// Local name of the answer payload's root, which is also its `code/@code`.
    public let responseRoot: String
    /// The WSDL message of the request; the answer's message is ``responseRoot``.
    public let requestMessage: String
}

extension SMSPOperation {
    /// The stem of every service name.
    private static let serviceStem = "urn:nhs-itk:services:201005:"
    /// The stem of every profile id.
    private static let profileStem = "urn:nhs-en:profile:"

    /// The names of this operation on the wire.
    public var names: OperationNames {
        let versioned = rawValue + "-v1-0"
        let request = rawValue + "Request-v1-0"
        let response =
            switch self {
            case .verifyNHSNumber, .getNHSNumber: rawValue + "Response-v1-0"
            case .getPatientDetailsByNHSNumber, .getPatientDetailsBySearch, .getPatientDetails:
                "getPatientDetailsResponse-v1-0"
            }
        return OperationNames(
            versioned: versioned,
            action: Self.serviceStem + versioned,
            responseAction: Self.serviceStem + versioned + "Response",
            requestRoot: self == .getPatientDetails ? versioned : request,
            requestCode: request,
            requestProfile: Self.profileStem + request,
            responseProfile: Self.profileStem + response,
            responseRoot: response,
            requestMessage: request
        )
    }

    /// The operation whose request action is `action`; nil if there is none.
    public init?(action: String) {
        guard let operation = Self.allCases.first(where: { $0.names.action == action }) else { return nil }
        self = operation
    }

    /// The operation whose request payload has the root `requestRoot`; nil if there is none.
    public init?(requestRoot: String) {
        guard let operation = Self.allCases.first(where: { $0.names.requestRoot == requestRoot }) else { return nil }
        self = operation
    }
}
