import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract
import Testing

@testable import BridgeStorage

/// After their retention the keys are gone, and with them the people behind the tokens.
@Suite(.timeLimit(.minutes(10))) struct KeyErasureTests {
    private static let retention: TimeInterval = 90 * 86_400

    /// The wrapped keys in a store.
    private static func wrapped(_ file: TemporaryStore) throws -> [Data] {
        try file.connection().read { try Data.fetchAll($0, sql: "SELECT wrapped FROM period_key") }
    }

    /// The tokens of people in a store, in the order of the calls.
    private static func tokens(_ file: TemporaryStore) throws -> [String] {
        try file.connection().read { try String.fetchAll($0, sql: "SELECT subject FROM call ORDER BY sequence") }
    }

    /// Runs the store as a service until it has swept.
    private static func sweep(_ store: SQLiteComparisonStore) async {
        let service = Task { await store.run() }
        service.cancel()
        await service.value
        await store.settle()
    }

    @Test("before its retention is over a key stays")
    func kept() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        _ = try await file.filled(about: [0], now: clock)
        let key = try #require(try Self.wrapped(file).first)
        clock.advance(Self.retention - 1)
        let store = try file.open(now: { clock.now })
        await Self.sweep(store)
        store.enqueue(.sample(0))
        await store.settle()
        #expect(try Self.wrapped(file) == [key])
        #expect(try Set(Self.tokens(file)).count == 1)
    }

    @Test("at its retention a key is erased, and its bytes are in no file of the store, the log included")
    func erased() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        let store = try await file.filled(about: [0], now: clock)
        let key = try #require(try Self.wrapped(file).first)
        #expect(try !file.files(holding: key).isEmpty)
        clock.advance(Self.retention)
        await Self.sweep(store)
        #expect(try await eventually { try Self.wrapped(file).isEmpty })
        #expect(try await eventually { try file.files(holding: key).isEmpty })
        #expect(try file.count() == 1)
    }

    @Test("a record that comes later has a key of its own, by which nobody of before can be found")
    func renewed() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        let store = try await file.filled(about: [0], now: clock)
        let (oldKey, oldToken) = (try #require(try Self.wrapped(file).first), try Self.tokens(file)[0])
        clock.advance(Self.retention)
        store.enqueue(.sample(0))
        await store.settle()
        let newKey = try #require(try Self.wrapped(file).first)
        let period = EvidencePeriod.sample().id
        let unwrapped = try #require(try TemporaryStore.key().unwrap(Array(newKey), of: period))
        #expect(newKey != oldKey)
        #expect(unwrapped.token(of: ComparedCall.subject(0)) != oldToken)
        #expect(try Self.tokens(file) == [oldToken, unwrapped.token(of: ComparedCall.subject(0))])
        #expect(try file.files(holding: oldKey).isEmpty)
    }

    @Test("a key that came to its end while somebody read the store is erased wholly once they are done")
    func whileRead() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        let store = try await file.filled(about: [0], now: clock)
        let key = try #require(try Self.wrapped(file).first)
        let reader = try file.connection()
        try await reader.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM call")
        }
        clock.advance(Self.retention)
        store.enqueue(.sample(1))
        #expect(try await eventually { try file.count() == 2 })
        try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        clock.advance(3600)
        store.enqueue(.sample(2))
        #expect(try await eventually { try file.count() == 3 })
        #expect(try file.files(holding: key).isEmpty)
    }

    @Test("a key that a process was killed over as it erased it is erased wholly by the next")
    func killed() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        let store = try await file.filled(about: [0], now: clock)
        let key = try #require(try Self.wrapped(file).first)
        // As far as it came.
        try await file.connection().writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; DELETE FROM period_key")
        }
        #expect(try !file.files(holding: key).isEmpty)
        _ = try await file.filled(about: [1], now: clock)
        #expect(try file.files(holding: key).isEmpty)
        #expect(store.status.isWritable)
    }

    @Test("the keys of one bridge are of no use to another, which makes its own")
    func otherBridge() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try await file.filled(about: [0], now: StandingClock())
        let key = try #require(try Self.wrapped(file).first)
        let period = EvidencePeriod.sample().id
        let token = try Self.tokens(file)[0]
        #expect(try TemporaryStore.key(7).unwrap(Array(key), of: period)?.token(of: ComparedCall.subject(0)) == token)
        #expect(try TemporaryStore.key(8).unwrap(Array(key), of: period) == nil)
        _ = try await file.filled(about: [0], key: 8, now: StandingClock())
        #expect(try Self.tokens(file)[1] != token)
    }

    @Test("a store that is opened again goes on with the keys that it has")
    func reopened() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        for _ in 0..<2 { _ = try await file.filled(about: [0, 1], now: clock) }
        let tokens = try Self.tokens(file)
        #expect(tokens.count == 4)
        #expect(Array(tokens.prefix(2)) == Array(tokens.suffix(2)))
        #expect(Set(tokens).count == 2)
    }
}

extension TemporaryStore {
    /// Opens it and records a call about each of `people`.
    fileprivate func filled(about people: [Int], key: UInt8 = 7, now clock: StandingClock) async throws
        -> SQLiteComparisonStore
    {
        let store = try open(key: key, now: { clock.now })
        for person in people { store.enqueue(.sample(person)) }
        await store.settle()
        return store
    }
}
