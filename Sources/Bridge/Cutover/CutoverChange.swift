public import SMSPContract

/// A change of state that a user requests.
public struct CutoverChange: Sendable, Equatable {
    /// What is to be done.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case promote, rollback, freeze, unfreeze
        case retireLegacy = "retire-legacy"
    }

    /// What is to be done.
    public let action: Action
    /// The `id` of the site.
    public let site: String
    /// The operation; nil means all of them.
    ///
    /// Always nil for `retire-legacy`.
    public let operation: SMSPOperation?
    /// The state to promote or roll back to; nil for the other actions, and for a rollback to `legacy`.
    public let to: CutoverState?
    /// Why, in the words of who asks; not blank.
    public let reason: String
    /// Whether the conditions of a promotion are passed over.
    public let isForced: Bool

    /// A change of these parts.
    public init(
        _ action: Action,
        site: String,
        operation: SMSPOperation?,
        to: CutoverState? = nil,
        reason: String,
        isForced: Bool = false
    ) {
        self.action = action
        self.site = site
        self.operation = operation
        self.to = to
        self.reason = reason
        self.isForced = isForced
    }
}

/// Why a change of state is not made.
public struct CutoverRefusal: Error, Sendable, Equatable {
    /// What kind of refusal it is: each is one HTTP status and one exit status.
    public enum Kind: Sendable, Hashable {
        /// No site has the id. HTTP 404.
        case unknownSite
        /// The change is not possible, or its conditions are not met. HTTP 409, exit status 10.
        case held
        /// A file or the journal cannot be written, or the files are not valid. HTTP 500, exit status 3.
        case failed
    }

    /// What kind of refusal it is.
    public let kind: Kind
    /// Why, and what to do: sentences for the person who asked.
    public let problems: [String]

    /// A refusal for these reasons.
    public init(_ kind: Kind, _ problems: [String]) {
        self.kind = kind
        self.problems = problems
    }
}
