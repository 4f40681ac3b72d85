public import Bridge
import Crypto
import Synchronization

/// The users of `/api`; a reload can replace them while the listener runs.
public final class AdminUsers: Sendable {
    private let users: Mutex<[AdminUser]>

    /// These users.
    public init(_ users: [AdminUser]) {
        self.users = Mutex(users)
    }

    /// Puts others in their place, for requests from now on.
    public func apply(_ next: [AdminUser]) { users.withLock { $0 = next } }

    /// The user of a name; nil if there is none any more.
    func user(named name: String) -> AdminUser? { users.withLock { $0.first { $0.name == name } } }

    /// The user whose token an `Authorization` header holds; nil if it is no user's.
    func user(showing authorization: String?) -> AdminUser? {
        guard let words = authorization?.split(separator: " "), words.count == 2, words[0].lowercased() == "bearer"
        else { return nil }
        let shown = SHA256.hash(data: Array(words[1].utf8))
        var found: AdminUser?
        // Comparing with a digest takes the same time wherever the two differ, and no user is left out.
        for user in users.withLock({ $0 }) where shown == user.tokenSHA256 { found = user }
        return found
    }
}
