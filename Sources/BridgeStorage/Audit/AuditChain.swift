import Crypto
import Foundation

/// How entries hang together: each one's authentication code is made over the code before it and its own text.
///
/// `mac(n) = HMAC-SHA256(key, mac(n-1) ‖ text(n))`, where the text holds sequence, time and event. Before the first
/// entry stand 32 zero bytes. Whoever changes, takes out, adds or moves an entry has to make every later code anew,
/// which nobody can without the key.
struct AuditChain: Sendable {
    /// The length of a code.
    static let macBytes = SHA256.byteCount
    /// What stands in the place of a code before the first entry.
    static let start = [UInt8](repeating: 0, count: macBytes)

    private let key: SymmetricKey

    init(_ key: AuditKey) { self.key = key.chain }

    /// The code of an entry whose text is `text`.
    func mac(after previous: [UInt8], text: some Sequence<UInt8>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: previous + text, using: key))
    }
}
