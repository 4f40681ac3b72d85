import Crypto
import FoundationEssentials

/// The key that draws the people whose calls are compared: `cutover.routingKeyFile`, never exchanged, so that a person
/// stays in or out.
///
/// - SeeAlso: docs/evidence.md §1, sticky.
public struct RoutingKey: Sendable {
    /// The fewest bytes that make a key.
    public static let minimumBytes = 32
    /// The number of parts into which people are divided.
    private static let parts = 10_000

    private let key: SymmetricKey

    /// The key that comes from `bytes`, every one of which counts; nil for fewer than ``minimumBytes``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(derivedFrom: bytes, for: "smsp-bridge routing 1")
    }

    /// True if calls about `subject` are in a sample; a larger share holds all of a smaller one.
    ///
    /// - Parameter share: 0 to 1.
    public func samples(_ subject: SubjectKey, share: Double) -> Bool {
        Double(part(of: subject, for: "sample")) < share * Double(Self.parts)
    }

    /// The part, from 0 on, that a subject falls in; for each purpose another.
    private func part(of subject: SubjectKey, for purpose: String) -> Int {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\u{0}".utf8) + subject.bytes, using: key)
        let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(number % UInt64(Self.parts))
    }
}
