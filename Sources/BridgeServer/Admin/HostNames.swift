import NHSIdentifiers

/// The names by which the admin listener may be called.
///
/// A page of another site that has its own name resolved to this machine (DNS rebinding) still sends that name in
/// `Host`, and gets nothing.
struct HostNames: Sendable {
    private let names: Set<String>

    /// These names, where a name can begin with `*.` for one label, and every name of this machine to itself.
    init(_ names: [String]) {
        self.names = Set(names.map { $0.lowercased() })
    }

    /// True if a request's `Host`, with or without a port, is one of the names.
    func accept(_ host: String?) -> Bool {
        guard let name = host.flatMap(Self.name) else { return false }
        if LoopbackHost.contains(name) { return true }
        guard !names.contains(name) else { return true }
        guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return false }
        return names.contains("*" + name[dot...])
    }

    /// The host without its port, and without the brackets of an IPv6 address.
    private static func name(_ host: String) -> String? {
        let host = host.lowercased()
        let (name, rest): (Substring, Substring)
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            (name, rest) = (host.dropFirst()[..<end], host[end...].dropFirst())
        } else {
            name = host.prefix { $0 != ":" }
            rest = host[name.endIndex...]
        }
        // Nothing but a port may follow: `[::1].example` is a name that its owner can resolve to this machine.
        guard rest.isEmpty || (rest.first == ":" && rest.utf8.dropFirst().allSatisfy { (48...57).contains($0) })
        else { return nil }
        return String(name)
    }
}
