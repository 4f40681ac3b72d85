/// An operation of the PDS Spine Mini Service.
///
/// This file is the table of the operations: ``queryKey`` and ``answerContent`` tell what an operation takes and gives,
/// ``names`` what the published WSDL, schemas and message specification call it.
///
/// - SeeAlso: PDS Mini Services Domain Message Specification v1.1, `messages.html`; `PDSMiniServices-v1-0.wsdl`.
public enum SMSPOperation: String, Sendable, Hashable, CaseIterable, Codable {
    case verifyNHSNumber
    case getNHSNumber
    case getPatientDetailsByNHSNumber
    case getPatientDetailsBySearch
    case getPatientDetails
}

extension SMSPOperation {
    /// The values by which a request names a person.
    public enum QueryKey: Sendable, Hashable {
        /// The NHS number, with the date of birth.
        case number
        /// The demographics, without NHS number.
        case search
        /// The NHS number if the request has one, the demographics if not.
        case numberOrSearch
    }

    /// The content of a successful answer.
    public enum AnswerContent: Sendable, Hashable {
        /// The number, and a flag that it is that person's.
        case verification
        /// The number.
        case number
        /// The person's details.
        case details
    }

    /// The values by which a request of this operation names a person.
    public var queryKey: QueryKey { facts.key }

    /// The content of a successful answer to this operation.
    public var answerContent: AnswerContent { facts.content }

    private var facts: (key: QueryKey, content: AnswerContent) {
        switch self {
        case .verifyNHSNumber: (.number, .verification)
        case .getNHSNumber: (.search, .number)
        case .getPatientDetailsByNHSNumber: (.number, .details)
        case .getPatientDetailsBySearch: (.search, .details)
        case .getPatientDetails: (.numberOrSearch, .details)
        }
    }
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
            answerContent == .details ? "getPatientDetailsResponse-v1-0" : rawValue + "Response-v1-0"
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
