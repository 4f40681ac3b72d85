import SMSPContract
import Synchronization
import Testing

@testable import Bridge

/// The queue of comparisons: bounded, in order, and never waited for.
@Suite(.timeLimit(.minutes(1))) struct ShadowQueueTests {
    /// What a candidate takes beside its messages.
    private static let overhead = 2048

    /// A first byte of a question, which tells one candidate from another.
    private static func first(_ candidate: ShadowCandidate?) -> UInt8? { candidate?.request.body.first }

    /// Long enough for what is possible to happen.
    private static func pause() async throws { try await Task.sleep(for: .milliseconds(100)) }

    // MARK: - Bounds

    @Test("beyond its number calls are dropped and counted, those under way included")
    func count() async throws {
        let house = try ShadowHouse(comparison: "queue: 3")
        for byte in UInt8(0)..<3 { house.offer(byte) }
        #expect(house.dropped.byReason == [:])
        _ = await house.queue.next()
        house.offer(3)
        house.offer(4)
        #expect(house.load[0] == 3)
        #expect(house.dropped.byReason == ["queueFull": 2])
    }

    @Test("a call that is done with makes room for another")
    func room() async throws {
        let house = try ShadowHouse(comparison: "queue: 1")
        house.offer(1)
        let candidate = try #require(await house.queue.next())
        house.queue.release(candidate)
        #expect(house.load == [0, 0])
        house.offer(2)
        #expect(house.load[0] == 1)
        #expect(house.dropped.byReason == [:])
    }

    @Test("beyond its memory calls are dropped and counted, and a smaller one may still fit")
    func memory() throws {
        let house = try ShadowHouse(comparison: "memory: \(3 * Self.overhead + 1000)")
        house.offer(bytes: 400)
        house.offer(bytes: 400)
        house.offer(bytes: 201)
        #expect(house.dropped.byReason == ["memoryFull": 1])
        house.offer(bytes: 200)
        #expect(house.dropped.byReason == ["memoryFull": 1])
        #expect(house.load == [3, 3 * Self.overhead + 1000])
    }

    @Test("a call whose site is gone is not taken")
    func noSite() throws {
        let house = try ShadowHouse()
        house.offer(site: "Z")
        #expect(house.load == [0, 0])
        #expect(house.dropped.byReason == [:])
    }

    // MARK: - Order

    @Test("calls are handed out in the order in which they came, also when more come meanwhile")
    func order() async throws {
        let house = try ShadowHouse(places: 100)
        var order: [UInt8?] = []
        for byte in UInt8(0)..<3 { house.offer(byte) }
        for _ in 0..<2 { order.append(Self.first(await house.queue.next())) }
        for byte in UInt8(3)..<6 { house.offer(byte) }
        for _ in 0..<4 { order.append(Self.first(await house.queue.next())) }
        #expect(order == [0, 1, 2, 3, 4, 5])
    }

    @Test("who waits for a call gets it when it comes")
    func waiting() async throws {
        let house = try ShadowHouse()
        async let next = house.queue.next()
        try await Self.pause()
        house.offer(9)
        #expect(Self.first(await next) == 9)
    }

    // MARK: - Places

    @Test("no more calls are handed out than there are places, until one is given back")
    func places() async throws {
        let house = try ShadowHouse(places: 2)
        for byte in UInt8(0)..<3 { house.offer(byte) }
        _ = await house.queue.next()
        _ = await house.queue.next()
        let turns = Turns()
        async let third = {
            let candidate = await house.queue.next()
            turns.add("third")
            return candidate
        }()
        try await Self.pause()
        #expect(turns.order == [])
        house.queue.leave()
        #expect(Self.first(await third) == 2)
    }

    @Test("a place goes to a second asking before it goes to a new call")
    func entrants() async throws {
        let house = try ShadowHouse(places: 1)
        house.offer(0)
        house.offer(1)
        _ = await house.queue.next()
        let turns = Turns()
        await withDiscardingTaskGroup { group in
            group.addTask {
                _ = await house.queue.next()
                turns.add("call")
            }
            try? await Self.pause()
            group.addTask {
                await house.queue.enter()
                turns.add("second asking")
                house.queue.leave()
            }
            try? await Self.pause()
            house.queue.leave()
        }
        #expect(turns.order == ["second asking", "call"])
    }

    @Test("with many at work there are never more of them than places", arguments: [1, 3])
    func bound(_ places: Int) async throws {
        let house = try ShadowHouse(places: places)
        for _ in 0..<60 { house.offer() }
        let work = Work()
        await withDiscardingTaskGroup { group in
            for _ in 0..<60 {
                guard let candidate = await house.queue.next() else { continue }
                work.begin()
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(2))
                    work.end()
                    house.queue.leave()
                    house.queue.release(candidate)
                }
            }
        }
        #expect(work.most == places)
        #expect(house.load == [0, 0])
    }

    // MARK: - Closing

    @Test("closing drops what waits, and counts it")
    func closing() async throws {
        let house = try ShadowHouse()
        for byte in UInt8(0)..<5 { house.offer(byte) }
        let underWay = try #require(await house.queue.next())
        house.queue.close()
        #expect(house.dropped.byReason == ["stopping": 4])
        #expect(house.load[0] == 1)
        let none = await house.queue.next()
        #expect(Self.first(none) == nil)
        house.queue.release(underWay)
        #expect(house.load == [0, 0])
    }

    @Test("a call that comes after closing is dropped and counted")
    func afterClosing() throws {
        let house = try ShadowHouse()
        house.queue.close()
        house.offer()
        #expect(house.dropped.byReason == ["stopping": 1])
        #expect(house.load == [0, 0])
    }

    @Test("who waits for a call when the queue closes is told that there is none")
    func closingWhileWaited() async throws {
        let house = try ShadowHouse()
        async let next = house.queue.next()
        try await Self.pause()
        house.queue.close()
        let none = await next
        #expect(Self.first(none) == nil)
    }

    @Test("who waits for a place when the queue closes gets it when one is given back")
    func closingWhileEntering() async throws {
        let house = try ShadowHouse(places: 1)
        house.offer()
        _ = await house.queue.next()
        async let entered: Void = house.queue.enter()
        try await Self.pause()
        house.queue.close()
        house.queue.leave()
        await entered
        #expect(house.dropped.byReason == [:])
    }
}

/// Who had a turn, in order.
private final class Turns: Sendable {
    private let names = Mutex<[String]>([])

    var order: [String] { names.withLock { $0 } }

    func add(_ name: String) { names.withLock { $0.append(name) } }
}

/// How many are at work, and how many were at the most.
private final class Work: Sendable {
    private let count = Mutex((now: 0, most: 0))

    var most: Int { count.withLock { $0.most } }

    func begin() { count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }

    func end() { count.withLock { $0.now -= 1 } }
}
