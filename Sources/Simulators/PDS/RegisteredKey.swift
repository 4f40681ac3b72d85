import CryptoExtras
import FoundationEssentials
import JSONTree

/// An RSA public key with the id by which a client assertion names it.
public struct RegisteredKey: Sendable {
    /// The reason that a key cannot be registered.
    public enum Problem: Error, Equatable {
        /// The text is no PEM of an RSA public key of 2048 bits or more.
        case notAPublicKey
        /// The bytes are no JSON Web Key Set.
        case notAKeySet
        /// The key at this position of the set is no RSA key with `kid`, `n` and `e`.
        case notAnRSAKey(position: Int)
    }

    /// Key id, the `kid` of an assertion.
    public let kid: String
    private let publicKey: _RSA.Signing.PublicKey

    /// A key from PEM (`-----BEGIN PUBLIC KEY-----`).
    public init(kid: String, pem: String) throws(Problem) {
        guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) else { throw .notAPublicKey }
        self.init(kid: kid, publicKey: key)
    }

    private init(kid: String, publicKey: _RSA.Signing.PublicKey) {
        self.kid = kid
        self.publicKey = publicKey
    }

    /// The keys of a JSON Web Key Set, as an app registers it.
    ///
    /// Source: RFC 7517 §5, RFC 7518 §6.3.1.
    public static func keys(ofJWKS bytes: [UInt8]) throws(Problem) -> [RegisteredKey] {
        guard let set = try? JSONValue.parse(bytes), let keys = set["keys"] else { throw .notAKeySet }
        var registered: [RegisteredKey] = []
        for (position, key) in keys.elements.enumerated() {
            guard key["kty"]?.string == "RSA", let kid = key["kid"]?.string,
                let modulus = key["n"]?.string.flatMap(Base64URL.decode),
                let exponent = key["e"]?.string.flatMap(Base64URL.decode),
                let publicKey = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
            else { throw .notAnRSAKey(position: position) }
            registered.append(RegisteredKey(kid: kid, publicKey: publicKey))
        }
        return registered
    }

    /// True if `signature` is this key's RS512 signature (RSASSA-PKCS1-v1_5 with SHA-512) of `bytes`.
    func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        publicKey.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: SHA512.hash(data: bytes),
            padding: .insecurePKCS1v1_5
        )
    }
}
