import Foundation
import SMSPContract
import XMLTree

/// A request message in the published form, of which a probe changes what it is about.
///
/// It is built by hand rather than by the renderer that the bridge's own client uses: a rule that a mistake of the
/// renderer's could satisfy would say nothing.
///
/// - SeeAlso: Web Service Transport Requirements, table 2; Distribution Envelope Constraints for PDS Mini Services v1.0.
struct RequestMessage: Sendable {
    /// Which prefixes stand for the namespaces.
    enum Prefixes: Sendable {
        /// `soap`, `itk`, and HL7v3 as default namespace: the published examples.
        case published
        /// `SOAP-ENV`, the ITK envelope as default namespace, and `ns2` for HL7v3: a marshaller's.
        case marshalled
    }

    /// A block of the SOAP header.
    enum Header: Sendable, Equatable {
        case messageID, action, to, from
        case replyTo(String)
        case security
        /// A block that nobody knows.
        case unknown(mustUnderstand: Bool)
    }

    /// What stands before the root element.
    enum Prologue: Sendable {
        case declaration, nothing, declarationAndComment
    }

    let operation: SMSPOperation
    var question: Question
    /// The URL, for `wsa:To`.
    let url: String

    var prologue = Prologue.declaration
    var prefixes = Prefixes.published
    var soapNamespace = Namespace.soap
    var headers: [Header] = [.messageID, .action, .to, .security]
    /// Whether the UsernameToken stands before the Timestamp.
    var isUsernameFirst = false
    /// What stands between elements, where they hold no text.
    var space = ""

    var messageID = UUID().uuidString
    var trackingID = UUID().uuidString
    var payloadID = UUID().uuidString
    /// The prefix of the ids of manifest item and payload.
    var idPrefix = "uuid_"
    /// `wsa:Action` and the service of the envelope.
    var action: String
    var profileID: String
    /// `code/@code` of the payload.
    var payloadCode: String
    /// `auditIdentity`, its ids with and without type; empty: absent.
    var auditIdentities: [(type: String?, uri: String)]
    /// Whether the address list and the sender's address are there.
    var hasAddresses = false
    /// Whether the handling specification is there.
    var hasHandling = false
    var username: String
    /// When the message was made.
    var created = Date.now
    /// How long it is valid, seconds.
    var life: Double = 10 * 60

    /// The published form of `question`.
    init(
        _ operation: SMSPOperation,
        _ question: Question,
        url: String,
        auditIdentity: String,
        username: String
    ) {
        self.operation = operation
        self.question = question
        self.url = url
        self.username = username
        action = operation.names.action
        profileID = operation.names.requestProfile
        payloadCode = operation.names.requestCode
        auditIdentities = [(OID.auditIdentity, auditIdentity)]
    }
    /// Takes ids that no message has had.
    mutating func takeFreshIDs() {
        messageID = UUID().uuidString
        trackingID = UUID().uuidString
        payloadID = UUID().uuidString
    }
}
