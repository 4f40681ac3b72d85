import Crypto
import Foundation
import NHSIdentifiers

/// The keys of an audit journal, all derived from the bytes of `audit.keyFile`.
public struct AuditKey: Sendable {
    /// The fewest bytes that make a key.
    public static let minimumBytes = 32

    /// The key of the chain.
    let chain: SymmetricKey
    /// The key that seals the head file.
    let heads: SymmetricKey
    private let subjects: SymmetricKey

    /// The keys derived from all of `bytes`; nil for fewer than ``minimumBytes``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.minimumBytes else { return nil }
        let material = SymmetricKey(data: bytes)
        chain = Self.derived(from: material, for: "smsp-bridge audit chain 1")
        heads = Self.derived(from: material, for: "smsp-bridge audit head 1")
        subjects = Self.derived(from: material, for: "smsp-bridge audit subject 1")
    }

    /// The token that replaces a person: 128 bits, hexadecimal.
    func subject(_ nhsNumber: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(nhsNumber.utf8), using: subjects)
        return Array(code).prefix(16).hexadecimal
    }

    private static func derived(from material: SymmetricKey, for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: material, info: Array(purpose.utf8), outputByteCount: 32)
    }
}
