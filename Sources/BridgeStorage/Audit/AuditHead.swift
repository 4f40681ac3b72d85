import NHSIdentifiers

/// The last entry of a journal at some moment; compared later, it shows whether the end was cut off.
public struct AuditHead: Sendable, Hashable {
    /// The sequence number of the entry.
    public let sequence: Int
    /// The entry's authentication code, which depends on every entry before it.
    public let mac: [UInt8]

    /// A head of these parts.
    public init(sequence: Int, mac: [UInt8]) {
        self.sequence = sequence
        self.mac = mac
    }
}

extension AuditHead: LosslessStringConvertible {
    /// `SEQUENCE:MAC`, the code in hexadecimal.
    public var description: String { "\(sequence):\(mac.hexadecimal)" }

    /// Reads a head as ``description`` writes it; nil if the text is no head.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int(parts[0]), sequence > 0 else { return nil }
        guard let mac = [UInt8](hexadecimal: parts[1]), mac.count == AuditChain.macBytes else { return nil }
        self.init(sequence: sequence, mac: mac)
    }
}
