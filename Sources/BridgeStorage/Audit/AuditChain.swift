import Crypto
import Foundation

/// The chain of entries: each entry's authentication code covers the code before it and the entry's own text.
///
/// `mac(n) = HMAC-SHA256(key, mac(n-1) ‖ text(n))`, where the text holds sequence, time and event. Before the first
/// entry come 32 zero bytes. A change, removal, insertion or move of an entry requires every later code to be computed
/// again, which is impossible without the key.
struct AuditChain: Sendable {
    /// The length of a code.
    static let macBytes = SHA256.byteCount
    /// The value that replaces the previous code for the first entry.
    static let start = [UInt8](repeating: 0, count: macBytes)

    private let key: SymmetricKey

    init(_ key: AuditKey) { self.key = key.chain }

    /// The code of an entry whose text is `text`.
    func mac(after previous: [UInt8], text: some Sequence<UInt8>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: previous + text, using: key))
    }
}
