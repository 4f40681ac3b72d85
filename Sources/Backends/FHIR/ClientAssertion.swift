import FoundationEssentials
import JWTKit

/// A private key that the PDS application is registered with, and its id in the published JWKS.
public struct SigningKey: Sendable {
    /// `kid`.
    public let id: String
    let key: Insecure.RSA.PrivateKey

    /// The key in `pem`; nil when that holds no RSA private key.
    public init?(id: String, pem: String) {
        guard let key = try? Insecure.RSA.PrivateKey(pem: pem) else { return nil }
        self.id = id
        self.key = key
    }
}

/// Signs the JWT with which the bridge identifies itself to the token endpoint.
///
/// Claims: `iss` and `sub` the API key, `aud` the token URL, a fresh `jti`, `exp` 240 seconds ahead; no `iat` or
/// `nbf`. The algorithm is RS512, the only one that the endpoint accepts.
///
/// - SeeAlso: docs/contract/pds-fhir.md §6.1; decision D45.
struct ClientAssertion: Sendable {
    /// The time until the expiry, seconds.
    ///
    /// The endpoint takes at most five minutes.
    static let life: Double = 240

    /// The `kid` of the key.
    var keyID: String { key.id }

    private let key: SigningKey
    private let keys: JWTKeyCollection
    private let apiKey: String
    private let audience: String

    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let aud: String
        let jti: String
        let exp: Int

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// A signer for one key.
    init(key: SigningKey, apiKey: String, audience: String) async {
        self.key = key
        self.apiKey = apiKey
        self.audience = audience
        keys = JWTKeyCollection()
        await keys.add(rsa: key.key, digestAlgorithm: .sha512, kid: JWKIdentifier(string: key.id))
    }

    /// A signed assertion with a `jti` of its own.
    func sign(jti: String, now: Date) async throws -> String {
        let claims = Claims(
            iss: apiKey,
            sub: apiKey,
            aud: audience,
            jti: jti,
            exp: Int((now.timeIntervalSince1970 + Self.life).rounded(.down))
        )
        return try await keys.sign(claims, kid: JWKIdentifier(string: key.id))
    }
}
