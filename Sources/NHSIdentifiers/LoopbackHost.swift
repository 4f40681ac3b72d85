/// The hosts that reach this machine and no other.
///
/// They are `localhost` in either case, `::1` with or without brackets, and the addresses 127.0.0.0/8 as four decimal
/// numbers. A name that only begins like such an address, `127.example.nhs.uk`, belongs to whoever owns its domain.
///
/// - SeeAlso: RFC 6761 §6.3; RFC 1122 §3.2.1.3; RFC 4291 §2.5.3.
public enum LoopbackHost {
    /// True if `host` is this machine by its own definition, without a name being resolved.
    public static func contains(_ host: some StringProtocol) -> Bool {
        host == "::1" || host == "[::1]" || host.lowercased() == "localhost" || isLoopbackAddress(host)
    }

    private static func isLoopbackAddress(_ host: some StringProtocol) -> Bool {
        let numbers = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { decimal($0) }
        return numbers.count == 4 && numbers.allSatisfy { $0 != nil } && numbers[0] == 127
    }

    /// The number of one to three digits, 0 to 255.
    private static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        return value <= 255 ? value : nil
    }
}
