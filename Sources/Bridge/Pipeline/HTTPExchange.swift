public import FoundationEssentials
public import SMSPContract

/// A `POST` as the SMSP listener received it: complete, within the size limit, its framing settled.
public struct IncomingRequest: Sendable {
    /// The path of the request target, percent-encoding kept, without query.
    public let path: String
    /// The fields of the head, in the order in which they came.
    public let fields: [HTTPField]
    /// The body, byte for byte.
    public let body: [UInt8]
    /// What TLS knows of the connection.
    public let connection: ConnectionFacts
    /// The time of the call.
    public let receivedAt: Date
    /// When the first byte of the request was read, from which the call's deadline runs (decision D35).
    public let started: ContinuousClock.Instant

    /// A request of these parts.
    public init(
        path: String,
        fields: [HTTPField],
        body: [UInt8],
        connection: ConnectionFacts,
        receivedAt: Date,
        started: ContinuousClock.Instant
    ) {
        self.path = path
        self.fields = fields
        self.body = body
        self.connection = connection
        self.receivedAt = receivedAt
        self.started = started
    }

    /// `SOAPAction`; nil when it was not sent.
    var soapAction: String? { fields.value(of: "SOAPAction") }

    /// Whether the body is sent as it is.
    var isIdentityEncoded: Bool {
        fields.value(of: "Content-Encoding").map { ["", "identity"].contains($0.lowercased()) } ?? true
    }

    /// Whether the body is in parts (multipart, MTOM), which no SMSP message is (decision D40).
    var isMultipart: Bool {
        let type = fields.value(of: "Content-Type")?.lowercased() ?? ""
        return type.hasPrefix("multipart/") || type.hasPrefix("application/xop+xml")
    }
}

/// What TLS knows of a connection.
public struct ConnectionFacts: Sendable, Hashable {
    /// Whether the connection is encrypted.
    public let isEncrypted: Bool
    /// The certificate the client proved to hold; nil without mutual TLS.
    public let certificate: ClientCertificate?

    /// The facts of a connection.
    public init(isEncrypted: Bool, certificate: ClientCertificate?) {
        self.isEncrypted = isEncrypted
        self.certificate = certificate
    }

    /// A connection in the clear.
    public static let plain = ConnectionFacts(isEncrypted: false, certificate: nil)
}

/// A client's certificate, verified against `clientCA`.
public struct ClientCertificate: Sendable, Hashable {
    /// SHA-256 of the DER encoding, lower-case hexadecimal.
    public let sha256: String
    /// The subject, as RFC 4514 writes a distinguished name.
    public let subject: String
    /// The issuer, as RFC 4514 writes a distinguished name.
    public let issuer: String
    /// The subject's common name; nil when it has none.
    public let commonName: String?

    /// A certificate of these parts.
    public init(sha256: String, subject: String, issuer: String, commonName: String?) {
        self.sha256 = sha256
        self.subject = subject
        self.issuer = issuer
        self.commonName = commonName
    }
}

/// What the SMSP listener sends back.
public struct OutgoingAnswer: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The end-to-end fields of the head, in the order in which they are sent; framing is the listener's.
    public let fields: [HTTPField]
    /// The body; sent with `Content-Length`, never chunked (decision D43).
    public let body: [UInt8]

    /// An answer of these parts.
    public init(status: Int, fields: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A SOAP message, answer or fault.
    public static func soap(_ body: [UInt8], status: Int) -> OutgoingAnswer {
        OutgoingAnswer(status: status, fields: [HTTPField("Content-Type", "text/xml")], body: body)
    }

    /// A fault that asks for another try soon (decision D10).
    static func retryLater(_ body: [UInt8]) -> OutgoingAnswer {
        OutgoingAnswer(
            status: 503,
            fields: [HTTPField("Content-Type", "text/xml"), HTTPField("Retry-After", "1")],
            body: body
        )
    }
}
