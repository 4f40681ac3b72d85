public import NHSIdentifiers
public import PDSFHIR
import SMSPContract

/// The FHIR call for one request: `GET /{resource}/{id}`, or `GET /{resource}?{query}`.
public struct FHIRCall: Sendable, Hashable, Redacted {
    /// The key of the patient: an id or search parameters.
    public enum Target: Sendable, Hashable {
        /// The logical id: the second segment of the path.
        case id(String)
        /// The parameters of a search.
        case query(SearchQuery)
    }

    /// Which call it is.
    public let call: PDSCall
    /// The resource type: the first segment of the path.
    public let resource: String
    /// The key of the patient: an id or search parameters.
    public let target: Target

    /// The path below the base URL, patient data like the target in it: `Patient/9000000009`.
    public var path: String {
        switch target {
        case .id(let id): "\(resource)/\(id)"
        case .query(let query): "\(resource)?\(query.encoded)"
        }
    }

    /// The parameters of a search; nil for a call by id.
    public var query: SearchQuery? {
        if case .query(let query) = target { query } else { nil }
    }

    /// A call of these parts.
    public init(call: PDSCall, resource: String, target: Target) {
        self.call = call
        self.resource = resource
        self.target = target
    }

    /// The same search without a parameter; a call for one id is left as it is.
    public func without(_ parameter: SearchQuery.Name) -> FHIRCall {
        guard let query else { return self }
        return FHIRCall(call: call, resource: resource, target: .query(query.without(parameter)))
    }
}

extension SMSPOperation {
    /// The operations that the tables answer: each has a file in `requests/` and its rows in `outcomes.csv`.
    static let mapped: [SMSPOperation] = allCases

    /// The calls that PDS may get for the operation, in the order of its file.
    ///
    /// A request by number is a retrieve. A request without number is a search, and a search for the number alone is
    /// answered by the first (decision D24).
    var calls: [PDSCall] {
        (queryKey == .search ? [] : [.retrieve])
            + (queryKey == .number ? [] : answerContent == .number ? [.search] : [.search, .found])
    }
}

/// A part of a request that tables can name: the paths below `request`.
enum RequestPart: String, Sendable, CaseIterable {
    case nhsNumber, dateOfBirth, gender, given, family, postcode, localIdentifier

    /// The part that `path` names; nil when it names none.
    init?(_ path: PathExpression) {
        guard path.root == .request, path.steps.count == 1, path.steps[0].selector == nil else { return nil }
        self.init(rawValue: path.steps[0].name)
    }

    /// The path that names the part.
    var path: String { "request.\(rawValue)" }

    /// The parameter of PDS that means the part; nil where none does.
    var parameter: ParameterTarget? {
        switch self {
        case .nhsNumber: .id
        case .dateOfBirth: .query(.birthdate)
        case .gender: .query(.gender)
        case .given: .query(.given)
        case .family: .query(.family)
        case .postcode: .query(.postalCode)
        case .localIdentifier: nil
        }
    }

    /// The transform of the part into a parameter.
    var transform: RequestTransform {
        switch self {
        case .dateOfBirth: .dateRange
        case .gender: .code
        case .nhsNumber, .given, .family, .postcode, .localIdentifier: .verbatim
        }
    }
}

/// The target of a parameter.
enum ParameterTarget: Sendable, Hashable {
    /// The logical id in the path.
    case id
    /// A parameter of a search.
    case query(SearchQuery.Name)

    /// Every word that tables have for one.
    static let words = ["id"] + SearchQuery.Name.allCases.map(\.rawValue)

    /// The target of a word of ``words``.
    init(_ word: String) {
        self = SearchQuery.Name(rawValue: word).map { .query($0) } ?? .id
    }

    /// The word that tables have for it.
    var word: String {
        switch self {
        case .id: "id"
        case .query(let name): name.rawValue
        }
    }
}
