public import FoundationEssentials

/// One field of an HTTP head.
public struct HTTPField: Sendable, Hashable {
    /// The name as it was sent; compared without regard to case.
    public let name: String
    /// The value without outer white space, byte for byte: nothing says that it is UTF-8.
    public let bytes: [UInt8]

    /// Creates a field of a name and a value.
    public init(_ name: String, _ value: String) {
        self.init(name, bytes: Array(value.utf8))
    }

    /// Creates a field of a name and the bytes of a value.
    public init(_ name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The value read as UTF-8, with U+FFFD in place of what is not.
    public var value: String { String(decoding: bytes, as: UTF8.self) }
}

extension [HTTPField] {
    /// The value of the first field of a name; nil if there is no such field.
    public func value(of name: String) -> String? {
        let lowercased = name.lowercased()
        return first { $0.name.lowercased() == lowercased }?.value
    }
}

/// A caller's `POST`, complete and byte for byte: the one HTTP request of the listener, the pipeline and the legacy leg.
public struct WireRequest: Sendable {
    /// The path of the request target, percent-encoding kept, without query.
    public let path: String
    /// The fields of the head in the order in which they came, hop-by-hop ones included.
    public let fields: [HTTPField]
    /// The body, byte for byte.
    public let body: [UInt8]
    /// The facts that TLS establishes about the connection.
    public let connection: ConnectionFacts
    /// The time of the call.
    public let receivedAt: Date
    /// The moment at which the first byte was read, from which the call's deadline runs (decision D35).
    public let started: ContinuousClock.Instant

    /// Creates a request from its parts.
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

    /// The value of `SOAPAction`; nil if it was not sent.
    public var soapAction: String? { fields.value(of: "SOAPAction") }

    /// True if the body is sent without a content encoding.
    public var isIdentityEncoded: Bool {
        fields.value(of: "Content-Encoding").map { ["", "identity"].contains($0.lowercased()) } ?? true
    }

    /// The `charset` of `Content-Type`, without quotation marks; nil if it names none.
    public var charset: String? {
        let parameters = fields.value(of: "Content-Type")?.split(separator: ";").dropFirst() ?? []
        return parameters.lazy.map { $0.split(separator: "=", maxSplits: 1).map { String($0).withoutQuotes } }
            .first { $0.count == 2 && $0[0].lowercased() == "charset" }?[1]
    }

    /// True if the body is in parts (multipart, MTOM), which no SMSP message is (decision D40).
    public var isMultipart: Bool {
        let type = fields.value(of: "Content-Type")?.lowercased() ?? ""
        return type.hasPrefix("multipart/") || type.hasPrefix("application/xop+xml")
    }
}

/// The facts that TLS establishes about a connection.
public struct ConnectionFacts: Sendable, Hashable {
    /// True if the connection is encrypted.
    public let isEncrypted: Bool
    /// The certificate that the client proved to hold; nil without mutual TLS.
    public let certificate: ClientCertificate?
    /// The IP address that the connection comes from; nil if it is not known.
    public let peer: String?

    /// Creates the facts of a connection.
    public init(isEncrypted: Bool, certificate: ClientCertificate?, peer: String? = nil) {
        self.isEncrypted = isEncrypted
        self.certificate = certificate
        self.peer = peer
    }

    /// A connection in the clear.
    public static let plain = ConnectionFacts(isEncrypted: false, certificate: nil)
}

/// A client's certificate, verified against `clientCA`.
public struct ClientCertificate: Sendable, Hashable {
    /// The SHA-256 of the DER encoding, lower-case hexadecimal.
    public let sha256: String
    /// The subject, as RFC 4514 writes a distinguished name.
    public let subject: String
    /// The issuer, as RFC 4514 writes a distinguished name.
    public let issuer: String
    /// The subject's common name; nil if it has none.
    public let commonName: String?

    /// Creates a certificate from its parts.
    public init(sha256: String, subject: String, issuer: String, commonName: String?) {
        self.sha256 = sha256
        self.subject = subject
        self.issuer = issuer
        self.commonName = commonName
    }
}

/// An HTTP answer, byte for byte: of the legacy endpoint, or of the bridge itself.
public struct WireAnswer: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The end-to-end fields of the head in their order; framing is the listener's.
    public let fields: [HTTPField]
    /// The body, byte for byte; sent with `Content-Length`, never chunked (decision D43).
    public let body: [UInt8]
    /// True if the legacy endpoint made the answer: the listener adds no `Date` of its own to it.
    public let isForwarded: Bool

    /// Creates an answer from its parts.
    public init(status: Int, fields: [HTTPField] = [], body: [UInt8] = [], isForwarded: Bool = false) {
        self.status = status
        self.fields = fields
        self.body = body
        self.isForwarded = isForwarded
    }

    /// A SOAP message, answer or fault.
    public static func soap(_ body: [UInt8], status: Int) -> WireAnswer {
        WireAnswer(status: status, fields: [HTTPField("Content-Type", "text/xml")], body: body)
    }

    /// A sentence for a person, to a request of which no call is made.
    public static func plain(_ sentence: String, status: Int) -> WireAnswer {
        WireAnswer(
            status: status,
            fields: [HTTPField("Content-Type", "text/plain; charset=utf-8")],
            body: Array((sentence + "\n").utf8)
        )
    }

    /// A fault that asks for another try soon (decision D10).
    public static func retryLater(_ body: [UInt8]) -> WireAnswer {
        WireAnswer(
            status: 503,
            fields: [HTTPField("Content-Type", "text/xml"), HTTPField("Retry-After", "1")],
            body: body
        )
    }
}
