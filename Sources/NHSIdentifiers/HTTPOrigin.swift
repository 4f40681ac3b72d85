/// The scheme and host of an http or https URL, as far as it decides where patient data may go.
///
/// Shape of the URL: the scheme in lower case; a host of ASCII letters, digits, dots and hyphens, or an IPv6 address in
/// brackets; optionally a port of one to five digits; then the end, a path or a query. User information is refused.
public struct HTTPOrigin: Sendable, Hashable {
    /// True if the scheme is https.
    public let isEncrypted: Bool
    /// The host, an IPv6 address in its brackets.
    public let host: String

    /// The origin of `url`; nil if `url` has another shape.
    public init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard let scheme = ["https://", "http://"].first(where: { bytes.starts(with: $0.utf8) }) else { return nil }
        let rest = bytes.dropFirst(scheme.utf8.count)
        guard let hostEnd = Self.endOfHost(rest), Self.isPortAndEnd(rest[hostEnd...]) else { return nil }
        isEncrypted = scheme == "https://"
        host = String(decoding: rest[..<hostEnd], as: UTF8.self)
    }

    /// True if patient data may be sent there: over TLS, or without leaving this machine.
    public var isProtected: Bool { isEncrypted || LoopbackHost.contains(host) }

    /// The position after the host at the start of `bytes`; nil if there is no host.
    private static func endOfHost(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.first == UInt8(ascii: "[") {
            let address = bytes.dropFirst().prefix { hexadecimalValue(of: $0) != nil || $0 == UInt8(ascii: ":") }
            let isClosed = address.endIndex < bytes.endIndex && bytes[address.endIndex] == UInt8(ascii: "]")
            return address.isEmpty || !isClosed ? nil : address.endIndex + 1
        }
        let name = bytes.prefix { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return name.isEmpty ? nil : name.endIndex
    }

    /// True if `bytes` are an optional port, and then nothing, a path or a query.
    private static func isPortAndEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        if rest.first == UInt8(ascii: ":") {
            let port = rest.dropFirst().prefix { (48...57).contains($0) }
            guard (1...5).contains(port.count) else { return false }
            rest = rest[port.endIndex...]
        }
        return rest.isEmpty || rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: "?")
    }
}
