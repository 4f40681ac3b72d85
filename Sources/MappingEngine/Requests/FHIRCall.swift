public import SMSPContract

/// What PDS is to be asked for one request: `GET /{resource}/{id}`.
public struct FHIRCall: Sendable, Hashable, Withheld {
    /// Which call it is.
    public let call: PDSCall
    /// The resource type: the first segment of the path.
    public let resource: String
    /// The logical id: the second segment of the path.
    public let id: String

    /// The path below the base URL, patient data like the id in it: `Patient/9000000009`.
    public var path: String { "\(resource)/\(id)" }

    /// A call of these parts.
    public init(call: PDSCall, resource: String, id: String) {
        self.call = call
        self.resource = resource
        self.id = id
    }
}

extension SMSPOperation {
    /// The operations that the tables answer: each has a file in `requests/` and its rows in `outcomes.csv`.
    static let mapped: [SMSPOperation] = [.verifyNHSNumber, .getPatientDetailsByNHSNumber]
}

/// A part of a request that tables can name: the paths below `request`.
enum RequestPart: String, Sendable, CaseIterable {
    case nhsNumber, dateOfBirth, given, family, localIdentifier

    /// The part that `path` names; nil when it names none.
    init?(_ path: PathExpression) {
        guard path.root == .request, path.steps.count == 1, path.steps[0].selector == nil else { return nil }
        self.init(rawValue: path.steps[0].name)
    }

    /// The path that names the part.
    var path: String { "request.\(rawValue)" }
}
