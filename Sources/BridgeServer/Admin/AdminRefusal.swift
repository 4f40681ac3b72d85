import Bridge
import HTTPTypes

/// A request to the admin listener that is not done.
struct AdminRefusal: Error {
    /// The HTTP status.
    let status: HTTPResponse.Status
    /// The problem in words for the caller: nothing internal, and no value that was sent.
    let error: String
    /// The parts of what is wrong, a sentence each.
    let problems: [String]

    init(_ status: HTTPResponse.Status, _ error: String, problems: [String] = []) {
        self.status = status
        self.error = error
        self.problems = problems
    }

    /// No token, or one that is not known.
    static let unauthorized = AdminRefusal(.unauthorized, "a bearer token of a user is needed")
    /// The request itself is wrong.
    static func invalid(_ problems: [String]) -> AdminRefusal {
        AdminRefusal(.badRequest, "the request is not valid", problems: problems)
    }
    /// The journal cannot be written or read, so that nothing is shown of it.
    static let auditUnavailable = AdminRefusal(.serviceUnavailable, "the audit journal cannot be used")

    init(_ refusal: CutoverRefusal) {
        switch refusal.kind {
        case .unknownSite: self.init(.notFound, "there is no such site", problems: refusal.problems)
        case .held: self.init(.conflict, "the change is not made", problems: refusal.problems)
        case .failed: self.init(.internalServerError, "the change failed", problems: refusal.problems)
        }
    }
}
