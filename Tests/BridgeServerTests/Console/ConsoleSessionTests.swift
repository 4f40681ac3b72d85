import Bridge
import Testing

@testable import BridgeServer

/// How long a log-in lasts.
@Suite struct ConsoleSessionTests {
    private let sessions = ConsoleSessions()
    private let start = ContinuousClock.now
    private let user = TestAdmin.user("viewer", [.view])

    private func after(minutes: Int, seconds: Int = 0) -> ContinuousClock.Instant {
        start + .seconds(minutes * 60 + seconds)
    }

    @Test("a session is the user's who began it, and nobody's under another id")
    func begun() throws {
        let id = sessions.begin(user, now: start)
        #expect(sessions.session(id, now: start)?.user == user)
        #expect(sessions.session(id + "0", now: start) == nil)
        #expect(sessions.session("", now: start) == nil)
    }

    @Test("ids and form tokens are 256 bits, and no two are equal")
    func random() throws {
        let ids = (0..<50).map { _ in sessions.begin(user, now: start) }
        let tokens = ids.compactMap { sessions.session($0, now: start)?.formToken }
        #expect(Set(ids + tokens).count == 100)
        #expect((ids + tokens).allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil })
    }

    @Test("a session that is not used for half an hour is over")
    func idle() {
        let (used, unused) = (sessions.begin(user, now: start), sessions.begin(user, now: start))
        #expect(sessions.session(used, now: after(minutes: 30)) != nil)
        #expect(sessions.session(unused, now: after(minutes: 30, seconds: 1)) == nil)
        #expect(sessions.session(used, now: after(minutes: 60)) != nil)
        #expect(sessions.session(used, now: after(minutes: 90, seconds: 1)) == nil)
    }

    @Test("no session lasts longer than twelve hours, however much it is used")
    func longest() {
        let id = sessions.begin(user, now: start)
        let uses = stride(from: 20, through: 12 * 60, by: 20).map { sessions.session(id, now: after(minutes: $0)) }
        #expect(uses.allSatisfy { $0 != nil })
        #expect(sessions.session(id, now: after(minutes: 12 * 60, seconds: 1)) == nil)
    }

    @Test("a session that is ended is over, and no other is")
    func ended() {
        let (one, other) = (sessions.begin(user, now: start), sessions.begin(user, now: start))
        sessions.end(one)
        #expect(sessions.session(one, now: start) == nil)
        #expect(sessions.session(other, now: start) != nil)
    }

    @Test("of a thousand sessions the one that was not used for the longest makes room for another")
    func room() {
        let ids = (0..<1000).map { sessions.begin(user, now: start + .milliseconds($0)) }
        #expect(sessions.session(ids[0], now: after(minutes: 1)) != nil)
        let another = sessions.begin(user, now: after(minutes: 2))
        #expect(sessions.session(ids[1], now: after(minutes: 2)) == nil)
        #expect(sessions.session(ids[0], now: after(minutes: 2)) != nil)
        #expect(sessions.session(ids[2], now: after(minutes: 2)) != nil)
        #expect(sessions.session(another, now: after(minutes: 2)) != nil)
    }
}
