import Crypto
import FoundationEssentials
import NHSIdentifiers

/// The key of the tokens that replace people and values in the records of one evidence period.
///
/// It is random and kept wrapped (``TokenKey``). Once it is erased its tokens cannot be resolved; a plain
/// hash could be undone by hashing the 909,090,910 numbers that are valid.
///
/// - SeeAlso: docs/evidence.md §3.
public struct PeriodKey: Sendable {
    fileprivate let key: SymmetricKey

    /// A new key.
    public static func random() -> PeriodKey { PeriodKey(key: SymmetricKey(size: .bits256)) }

    /// The token of a person, or of a search: 128 bits, hexadecimal.
    public func token(of subject: SubjectKey) -> String { token("subject", subject.bytes) }

    /// The token of a leaf's value: the same for the same value of the same leaf, in this period alone.
    public func token(ofValue value: String, of leaf: String) -> String {
        token("value", Array("\(leaf.utf8.count):\(leaf)\(value)".utf8))
    }

    private func token(_ purpose: String, _ bytes: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\u{0}".utf8) + bytes, using: key).prefix(16).hexadecimal
    }
}

/// The key that period keys are wrapped with: `comparison.tokenKeyFile`.
public struct TokenKey: Sendable {
    /// The fewest bytes that make a key.
    public static let minimumBytes = 32

    private let key: SymmetricKey

    /// The key that comes from `bytes`, every one of which counts; nil for fewer than ``minimumBytes``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(derivedFrom: bytes, for: "smsp-bridge period keys 1")
    }

    /// `periodKey` as it is stored, bound to the period of an `id`.
    public func wrap(_ periodKey: PeriodKey, of id: String) throws -> [UInt8] {
        let bytes = unsafe periodKey.key.withUnsafeBytes { unsafe Data($0) }
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Data(id.utf8))
        return Array(box.combined ?? Data())
    }

    /// The key that `wrap` has wrapped; nil for anything else, or with another token key.
    public func unwrap(_ wrapped: [UInt8], of id: String) -> PeriodKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Data(id.utf8))
        else { return nil }
        return PeriodKey(key: SymmetricKey(data: bytes))
    }
}

extension SymmetricKey {
    /// A key for one purpose, derived from the secret in a file.
    init(derivedFrom bytes: [UInt8], for purpose: String) {
        self = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes),
            info: Data(purpose.utf8),
            outputByteCount: 32
        )
    }
}
