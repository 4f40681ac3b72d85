/// An application that NHS England has registered.
public struct RegisteredApp: Sendable {
    /// The approval of the app for tokens.
    public enum Standing: Sendable {
        case approved
        /// Not approved, or revoked.
        case revoked
        /// Approved for another grant type than client credentials.
        case otherGrantType
    }

    /// API key, the `iss` and `sub` of the app's assertions.
    public var apiKey: String
    /// Name, which the 429 texts quote.
    public var name: String
    /// Public keys in the registered JWKS; ``PDSSimulator/apps`` publishes others and withdraws these.
    public var keys: [RegisteredKey]
    /// The approval of the app for tokens.
    public var standing = Standing.approved
    /// True if the registration has an ASID.
    public var hasASID = true
    /// Requests a minute, token requests included; nil: no limit, where NHS England's default is 300.
    public var quotaPerMinute: Int?
    /// Requests a second; nil: no limit.
    public var spikePerSecond: Int?
    /// True if blank address lines are sent as nulls in their places (`return-empty-address-lines`).
    public var returnsEmptyAddressLines = false

    /// An approved app without limits.
    public init(apiKey: String, name: String = "simulated-app", keys: [RegisteredKey]) {
        self.apiKey = apiKey
        self.name = name
        self.keys = keys
    }
}
