import Foundation
import SMSPContract
import XMLTree

/// A request message in the published form, which a probe changes at one place.
///
/// It is built by hand rather than by the renderer that the bridge's own client uses: a rule that a mistake of the
/// renderer's could satisfy would say nothing.
///
/// - SeeAlso: Web Service Transport Requirements, table 2; Distribution Envelope Constraints for PDS Mini Services v1.0.
struct RequestMessage: Sendable {
    /// The prefixes of the namespaces.
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
        /// An unknown header block.
        case unknown(mustUnderstand: Bool)
    }

    /// The text before the root element.
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
    /// True if the UsernameToken precedes the Timestamp.
    var isUsernameFirst = false
    /// The white space between elements without text.
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
    /// True if the address list and the sender's address are included.
    var hasAddresses = false
    /// True if the handling specification is included.
    var hasHandling = false
    var username: String
    /// The time of creation.
    var created = Date.now
    /// The validity, seconds.
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
