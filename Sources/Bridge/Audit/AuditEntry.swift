public import FoundationEssentials
import NHSIdentifiers
public import SMSPContract

/// One entry of the audit journal.
public struct AuditEntry: Sendable, Equatable {
    /// The position in the journal, from 1 on, without holes.
    public let sequence: Int
    /// The time of the entry.
    public let time: Date
    /// The event.
    public let event: AuditEvent

    /// An entry of these parts.
    public init(sequence: Int, time: Date, event: AuditEvent) {
        self.sequence = sequence
        self.time = time
        self.event = event
    }
}

/// The event of an entry.
public enum AuditEvent: Sendable, Equatable {
    /// A call and the answer to it.
    case call(AuditedCall)
    /// Something that a person or the bridge did: a change of state, of configuration, of a key; a log-in that failed.
    case action(AuditedAction)
}

/// A call as the journal keeps it.
///
/// - SeeAlso: docs/admin-api.md; SMSP-AUDIT-004: one trail from the message in to the requests out.
public struct AuditedCall: Sendable, Equatable {
    /// `wsa:MessageID` as it was sent, at most 256 bytes of it; nil when there was none to be read.
    public var messageID: String?
    /// `itk:header/@trackingid` as it was sent, at most 256 bytes of it; nil when there was none to be read.
    public var trackingID: String?
    /// `itk:auditIdentity/id`, in document order (decision D41): the first 32 of them, at most 256 bytes of each text.
    public var auditIdentities: [AuditIdentity] = []
    /// The `id` of the site; nil for a caller who fits none.
    public var site: String?
    /// The operation; nil if it is unknown.
    public var operation: SMSPOperation?
    /// The name of the service that was called instead of an operation, as `getCPISRecord-v1-0`; nil if none was
    /// (decision D66).
    public var otherService: String?
    /// The purpose of the call.
    public var purpose: AuditedPurpose = .answer
    /// Which backend answered; nil when the bridge itself did.
    public var backend: AuditedBackend?
    /// `X-Request-ID` of each request to PDS FHIR, in order.
    public var fhirRequestIDs: [String] = []
    /// The response code, `fault 1000` and the like, or `HTTP 413` and the like; `callerLeft fhir`, `callerLeft legacy` or
    /// `callerLeft none` for a caller who left before there was an answer, by the side that was asked until then.
    public var code: String = ""
    /// The duration of the call, milliseconds.
    public var latencyMilliseconds: Int = 0
    /// The backends' share of that, milliseconds; nil if none was queried.
    public var upstreamMilliseconds: Int?
    /// The content hash of the mapping tables.
    public var mappingHash: String = ""
    /// The content hash of the site's profile; nil unless PDS FHIR answered a caller.
    public var profileHash: String?
    /// The token of the person; nil if neither request nor answer had an NHS number.
    public var subject: String?
    /// The SHA-256 of the caller's certificate, hexadecimal; nil without one.
    public var certificate: String?
    /// The subject of the caller's certificate, at most 256 characters of it; nil without one.
    public var certificateSubject: String?
    /// The IP address of the caller; nil if it is not known, as for a query of the bridge's own.
    public var peer: String?

    /// The number of bytes kept of a text that a client chose.
    static let idBytes = 256
    /// The number of audit identities kept; real messages have two or three.
    static let identities = 32
    /// The operation of a call of another service, as entries, log and metrics name it.
    public static let otherOperation = "other"

    /// An entry to be filled.
    public init() {}

    /// The part of a message's audit identities that an entry keeps, so that no message writes an entry of its own size.
    static func kept(_ sent: [AuditIdentity]) -> [AuditIdentity] {
        sent.prefix(identities).map { identity in
            AuditIdentity(type: identity.type.cut(toBytes: idBytes), uri: identity.uri.cut(toBytes: idBytes))
        }
    }
}

/// The purpose of a call.
public enum AuditedPurpose: String, Sendable, Hashable, CaseIterable {
    /// To answer a caller.
    case answer
    /// To compare with the answer that a caller got.
    case shadow
    /// To ask a second time, about a difference or to know how many come and go.
    case reask
    /// To compare both backends on an operator's command.
    case compare
}

/// Which backend an answer came from.
public enum AuditedBackend: String, Sendable, Hashable, CaseIterable {
    case legacy, fhir
}

/// An action as the journal keeps it.
public struct AuditedAction: Sendable, Equatable {
    /// The actor: an administrator's name, `file` for a file that a person edited, `bridge` for the bridge itself.
    public var user: String
    /// Action: `start`, `stop`, `reload`, `configure`, `promote`, `rollback`, `freeze`, `unfreeze`, `retire-legacy`, `gap`,
    /// `loss`, `login`, `login-failed`, `audit-query`, `conform`.
    public var action: String
    /// The `id` of the site; nil when it concerns none.
    public var site: String?
    /// The operation; nil when it concerns none, or all.
    public var operation: SMSPOperation?
    /// The value before; nil if there was none.
    public var from: String?
    /// The value after; nil if there is none.
    public var to: String?
    /// The reason, in the user's words.
    public var reason: String?
    /// The IP address that it came from; nil if it is not known.
    public var peer: String?

    /// An action of these parts.
    public init(
        user: String,
        action: String,
        site: String? = nil,
        operation: SMSPOperation? = nil,
        from: String? = nil,
        to: String? = nil,
        reason: String? = nil,
        peer: String? = nil
    ) {
        self.user = user
        self.action = action
        self.site = site
        self.operation = operation
        self.from = from
        self.to = to
        self.reason = reason
        self.peer = peer
    }
}
