/// A role of a user of the admin listener.
public enum AdminRole: String, Sendable, Hashable, CaseIterable {
    /// See the sites, their states and the mapping tables.
    case view
    /// Change the state of sites, and reload the files.
    case operate
    /// Read the audit journal.
    case audit
}

/// A user of the admin listener, known by a bearer token.
public struct AdminUser: Sendable, Equatable {
    /// The name, which the audit gives as "who".
    public let name: String
    /// SHA-256 of the token, 32 bytes.
    public let tokenSHA256: [UInt8]
    /// The user's roles; none includes another.
    public let roles: Set<AdminRole>

    /// A user of these parts.
    public init(name: String, tokenSHA256: [UInt8], roles: Set<AdminRole>) {
        self.name = name
        self.tokenSHA256 = tokenSHA256
        self.roles = roles
    }
}
