import Foundation
import NHSIdentifiers

/// The URL of an SMSP endpoint, in its parts.
public struct EndpointAddress: Sendable {
    /// The URL as given.
    public let url: String
    /// True if calls go over TLS.
    public let isEncrypted: Bool
    /// The host, without the brackets of an IPv6 address.
    let host: String
    /// The port.
    let port: Int
    /// Path and query.
    let target: String

    /// The parts of `url`; nil if it is not an http or https URL.
    public init?(_ url: String) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            parts.user == nil, parts.fragment == nil
        else { return nil }
        self.url = url
        isEncrypted = scheme == "https"
        self.host = host.trimmingCharacters(in: ["[", "]"])
        port = parts.port ?? (isEncrypted ? 443 : 80)
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        target = path + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    }

    /// The value of `Host`.
    var hostField: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// True if patient data may go there: over TLS, or to this machine.
    public var isProtected: Bool { isEncrypted || LoopbackHost.contains(host) }

    /// True if a host is an IP address.
    static func isNumeric(_ host: String) -> Bool {
        host.contains(":") || host.wholeMatch(of: /[0-9]+(?:\.[0-9]+){3}/) != nil
    }
}
