import FoundationEssentials
import Synchronization

/// The access tokens that were given out.
public final class AccessTokens: Sendable {
    private struct Grant {
        let apiKey: String
        var expires: Date
    }

    /// The validity of a bearer token.
    enum Standing: Equatable {
        case valid(apiKey: String)
        case expired
        case unknown
    }

    private let grants = Mutex<[String: Grant]>([:])

    init() {}

    /// A new opaque token of 28 letters and digits for the app.
    func grant(to apiKey: String, until expires: Date) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var random = SystemRandomNumberGenerator()
        let token = String((0..<28).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
        grants.withLock { $0[token] = Grant(apiKey: apiKey, expires: expires) }
        return token
    }

    /// The validity of `token` at `time`.
    func standing(of token: String, at time: Date) -> Standing {
        guard let grant = grants.withLock({ $0[token] }) else { return .unknown }
        return grant.expires > time ? .valid(apiKey: grant.apiKey) : .expired
    }

    /// Forgets every token: each is answered `Invalid Access Token`.
    public func revokeAll() {
        grants.withLock { $0.removeAll() }
    }

    /// Ends the life of every token: each is answered `Access Token expired`.
    public func expireAll() {
        grants.withLock { grants in
            for token in grants.keys { grants[token]?.expires = .distantPast }
        }
    }
}
