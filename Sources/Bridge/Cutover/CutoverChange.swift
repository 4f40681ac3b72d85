public import Evidence
public import SMSPContract

/// A change of state that a user requests.
public struct CutoverChange: Sendable, Equatable {
    /// The action.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case promote, rollback, freeze, unfreeze
        case retireLegacy = "retire-legacy"
    }

    /// The action.
    public let action: Action
    /// The `id` of the site.
    public let site: String
    /// The operation; nil means all of them.
    ///
    /// Always nil for `retire-legacy`.
    public let operation: SMSPOperation?
    /// The state to promote or roll back to; nil for the other actions, and for a rollback to `legacy`.
    public let to: CutoverState?
    /// The reason, in the user's words; not blank.
    public let reason: String
    /// True if the conditions of a promotion, or of a retirement, are overridden.
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

/// The refusal of a change of state.
public struct CutoverRefusal: Error, Sendable, Equatable {
    /// The kind of refusal: each is one HTTP status and one exit status.
    public enum Kind: Sendable, Hashable {
        /// No site has the id. HTTP 404.
        case unknownSite
        /// The change is not possible, or its conditions are not met. HTTP 409, exit status 10.
        case held
        /// A file or the journal cannot be written, or the files are not valid. HTTP 500, exit status 3.
        case failed
    }

    /// The kind of refusal.
    public let kind: Kind
    /// The reasons and remedies: sentences for the user.
    public let problems: [String]

    /// A refusal for these reasons.
    public init(_ kind: Kind, _ problems: [String]) {
        self.kind = kind
        self.problems = problems
    }
}
