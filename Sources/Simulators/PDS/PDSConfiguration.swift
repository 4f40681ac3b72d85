public import FoundationEssentials

/// The configuration of a PDS simulator.
///
/// What changes while it runs is in ``PDSSimulator``'s own properties.
public struct PDSConfiguration: Sendable {
    /// The callers that are admitted.
    public enum Access: Sendable {
        /// Anybody, without a token, as in the PDS sandbox; the token endpoint does not exist.
        case open
        /// These apps, by a bearer token from `/oauth2/token`.
        case applicationRestricted([RegisteredApp])
    }

    /// Address to listen on.
    public var host = "127.0.0.1"
    /// Port to listen on; 0: any that is free, see ``PDSSimulator/port``.
    public var port = 0
    /// The callers that are admitted.
    public var access = Access.open
    /// Life of an access token in seconds, sent as a string.
    public var tokenLifetime = 599
    /// URL that a client assertion must name in `aud`; nil: the one the caller reached the simulator by, over http.
    public var tokenURL: String?
    /// Requests a minute of all apps together, which imitates INT's pooled limit; nil: no limit.
    public var pooledLimitPerMinute: Int?
    /// The number of recent requests that ``PDSTraffic`` keeps.
    public var capturedRequests = 4_096
    /// The clock for tokens, limits and the `Date` of answers.
    public var now: @Sendable () -> Date = { Date() }

    /// The settings that each property names.
    public init() {}
}
