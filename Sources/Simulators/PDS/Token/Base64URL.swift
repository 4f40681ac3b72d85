import FoundationEssentials

/// Base64 with the URL-safe alphabet and without padding, as JSON Web Tokens and Keys have it.
///
/// Source: RFC 7515 §2.
enum Base64URL {
    /// The bytes that `text` encodes; nil if it has another alphabet, padding or an impossible length.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        guard !text.utf8.contains(where: { $0 == 0x2B || $0 == 0x2F || $0 == 0x3D }) else { return nil }
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: String(standard) + padding).map { Array($0) }
    }
}
