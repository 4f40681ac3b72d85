public import FoundationEssentials

/// A `POST` as the SMSP listener received it: complete, within the size limit, its framing settled.
public struct IncomingRequest: Sendable {
    /// The path of the request target, percent-encoding kept, without query.
    public let path: String
    /// `SOAPAction`; nil when it was not sent.
    public let soapAction: String?
    /// `Content-Type`; nil when it was not sent.
    public let contentType: String?
    /// `Content-Encoding`; nil when it was not sent.
    public let contentEncoding: String?
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
        soapAction: String?,
        contentType: String?,
        contentEncoding: String?,
        body: [UInt8],
        connection: ConnectionFacts,
        receivedAt: Date,
        started: ContinuousClock.Instant
    ) {
        self.path = path
        self.soapAction = soapAction
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.body = body
        self.connection = connection
        self.receivedAt = receivedAt
        self.started = started
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
    /// `Content-Type`; nil with an empty body.
    public let contentType: String?
    /// `Retry-After`, seconds; nil when it is not sent.
    public let retryAfter: Int?
    /// The body; sent with `Content-Length`, never chunked, never compressed (decision D43).
    public let body: [UInt8]

    /// An answer of these parts.
    public init(status: Int, contentType: String? = nil, retryAfter: Int? = nil, body: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.body = body
    }

    /// A SOAP message, answer or fault.
    public static func soap(_ body: [UInt8], status: Int, retryAfter: Int? = nil) -> OutgoingAnswer {
        OutgoingAnswer(status: status, contentType: "text/xml", retryAfter: retryAfter, body: body)
    }
}
