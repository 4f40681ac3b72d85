import Bridge
import Crypto
import Foundation
import NHSIdentifiers
import Synchronization

/// The sessions of the console, kept in memory, and ended by logging out, by time, and with the process.
final class ConsoleSessions: Sendable {
    /// A log-in.
    struct Session: Sendable {
        /// The user who logged in; the roles are looked up again with each request.
        let user: AdminUser
        /// The token that every form of the session has to send back.
        let formToken: String
        fileprivate let began: ContinuousClock.Instant
        fileprivate var used: ContinuousClock.Instant
    }

    /// The longest time without use, and the longest time of a session.
    private static let idle: Duration = .seconds(30 * 60)
    private static let longest: Duration = .seconds(12 * 60 * 60)
    /// The most sessions at once: the one that was not used for the longest makes room.
    private static let limit = 1000

    /// By the digest of the session's id: the ids themselves are the browsers' alone.
    private let sessions = Mutex<[SHA256Digest: Session]>([:])

    /// Begins a session; its id, for the cookie.
    func begin(_ user: AdminUser, now: ContinuousClock.Instant = .now) -> String {
        let (id, formToken) = (Self.random(), Self.random())
        sessions.withLock { sessions in
            sessions = sessions.filter { !Self.isOver($0.value, now) }
            if sessions.count >= Self.limit, let oldest = sessions.min(by: { $0.value.used < $1.value.used }) {
                sessions[oldest.key] = nil
            }
            sessions[Self.digest(id)] = Session(user: user, formToken: formToken, began: now, used: now)
        }
        return id
    }

    /// The session of an id; nil when there is none, or when it is over.
    func session(_ id: String, now: ContinuousClock.Instant = .now) -> Session? {
        sessions.withLock { sessions in
            guard var session = sessions[Self.digest(id)], !Self.isOver(session, now) else { return nil }
            session.used = now
            sessions[Self.digest(id)] = session
            return session
        }
    }

    /// Ends a session.
    func end(_ id: String) {
        _ = sessions.withLock { $0.removeValue(forKey: Self.digest(id)) }
    }

    private static func isOver(_ session: Session, _ now: ContinuousClock.Instant) -> Bool {
        now - session.used > idle || now - session.began > longest
    }

    private static func digest(_ id: String) -> SHA256Digest { SHA256.hash(data: Array(id.utf8)) }

    /// 256 bits, hexadecimal.
    private static func random() -> String {
        (0..<32).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }
}
