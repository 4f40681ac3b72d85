import JSONTree

/// The JSON Web Token of a token request, decoded and not yet believed.
///
/// Source: RFC 7515 §7.1, the compact form: three parts in base64url, joined by full stops.
struct ClientAssertion: Sendable {
    let header: JSONValue
    let claims: JSONValue
    /// The signed bytes: the first two parts as sent.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    /// The token in `text`; nil when it is malformed.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = Base64URL.decode(parts[0]).flatMap({ try? JSONValue.parse($0) }), case .object = header,
            let claims = Base64URL.decode(parts[1]).flatMap({ try? JSONValue.parse($0) }), case .object = claims,
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signedBytes = Array((parts[0] + "." + parts[1]).utf8)
        self.signature = signature
    }
}
