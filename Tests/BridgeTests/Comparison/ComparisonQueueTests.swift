import SMSPContract
import Synchronization
import Testing

@testable import Bridge

/// The queue of comparisons: bounded, in order, and never waited for.
@Suite(.timeLimit(.minutes(10))) struct ComparisonQueueTests {
    /// What a candidate takes beside its messages.
    private static let overhead = 2048

    /// A first byte of a question, which tells one candidate from another.
    private static func first(_ candidate: QueuedCall?) -> UInt8? { candidate?.request.body.first }

    /// Long enough for what is possible to happen.
    private static func pause() async throws { try await Task.sleep(for: .milliseconds(100)) }

    // MARK: - Bounds

    @Test("beyond its number calls are dropped and counted, those under way included")
    func count() async throws {
        let harness = try ComparisonHarness(comparison: "queue: 3")
        for byte in UInt8(0)..<3 { harness.offer(byte) }
        #expect(harness.droppedByReason == [:])
        _ = await harness.queue.next()
        harness.offer(3)
        harness.offer(4)
        #expect(harness.load[0] == 3)
        #expect(harness.droppedByReason == ["queueFull": 2])
    }

    @Test("a call that is done with makes room for another")
    func room() async throws {
        let harness = try ComparisonHarness(comparison: "queue: 1")
        harness.offer(1)
        let candidate = try #require(await harness.queue.next())
        harness.queue.release(candidate)
        #expect(harness.load == [0, 0])
        harness.offer(2)
        #expect(harness.load[0] == 1)
        #expect(harness.droppedByReason == [:])
    }

    @Test("beyond its memory calls are dropped and counted, and a smaller one may still fit")
    func memory() throws {
        let harness = try ComparisonHarness(comparison: "memory: \(3 * Self.overhead + 1000)")
        harness.offer(bytes: 400)
        harness.offer(bytes: 400)
        harness.offer(bytes: 201)
        #expect(harness.droppedByReason == ["memoryFull": 1])
        harness.offer(bytes: 200)
        #expect(harness.droppedByReason == ["memoryFull": 1])
        #expect(harness.load == [3, 3 * Self.overhead + 1000])
    }

    @Test("a call whose site is gone is not taken")
    func noSite() throws {
        let harness = try ComparisonHarness()
        harness.offer(site: "Z")
        #expect(harness.load == [0, 0])
        #expect(harness.droppedByReason == [:])
    }

    // MARK: - Order

    @Test("calls are handed out in the order in which they came, also when more come meanwhile")
    func order() async throws {
        let harness = try ComparisonHarness(places: 100)
        var order: [UInt8?] = []
        for byte in UInt8(0)..<3 { harness.offer(byte) }
        for _ in 0..<2 { order.append(Self.first(await harness.queue.next())) }
        for byte in UInt8(3)..<6 { harness.offer(byte) }
        for _ in 0..<4 { order.append(Self.first(await harness.queue.next())) }
        #expect(order == [0, 1, 2, 3, 4, 5])
    }

    @Test("who waits for a call gets it when it comes")
    func waiting() async throws {
        let harness = try ComparisonHarness()
        async let next = harness.queue.next()
        try await Self.pause()
        harness.offer(9)
        #expect(Self.first(await next) == 9)
    }

    // MARK: - Places

    @Test("no more calls are handed out than there are places, until one is given back")
    func places() async throws {
        let harness = try ComparisonHarness(places: 2)
        for byte in UInt8(0)..<3 { harness.offer(byte) }
        _ = await harness.queue.next()
        _ = await harness.queue.next()
        let turns = Turns()
        async let third = {
            let candidate = await harness.queue.next()
            turns.add("third")
            return candidate
        }()
        try await Self.pause()
        #expect(turns.order == [])
        harness.queue.leave()
        #expect(Self.first(await third) == 2)
    }

    @Test("a place goes to a second asking before it goes to a new call")
    func entrants() async throws {
        let harness = try ComparisonHarness(places: 1)
        harness.offer(0)
        harness.offer(1)
        _ = await harness.queue.next()
        let turns = Turns()
        await withDiscardingTaskGroup { group in
            group.addTask {
                _ = await harness.queue.next()
                turns.add("call")
            }
            try? await Self.pause()
            group.addTask {
                await harness.queue.enter()
                turns.add("second asking")
                harness.queue.leave()
            }
            try? await Self.pause()
            harness.queue.leave()
        }
        #expect(turns.order == ["second asking", "call"])
    }

    @Test("with many at work there are never more of them than places", arguments: [1, 3])
    func bound(_ places: Int) async throws {
        let harness = try ComparisonHarness(places: places)
        for _ in 0..<60 { harness.offer() }
        let work = Work()
        await withDiscardingTaskGroup { group in
            for _ in 0..<60 {
                guard let candidate = await harness.queue.next() else { continue }
                work.begin()
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(2))
                    work.end()
                    harness.queue.leave()
                    harness.queue.release(candidate)
                }
            }
        }
        #expect(work.most == places)
        #expect(harness.load == [0, 0])
    }

    // MARK: - Closing

    @Test("closing drops what waits, and counts it")
    func closing() async throws {
        let harness = try ComparisonHarness()
        for byte in UInt8(0)..<5 { harness.offer(byte) }
        let underWay = try #require(await harness.queue.next())
        harness.queue.close()
        #expect(harness.droppedByReason == ["stopping": 4])
        #expect(harness.load[0] == 1)
        let none = await harness.queue.next()
        #expect(Self.first(none) == nil)
        harness.queue.release(underWay)
        #expect(harness.load == [0, 0])
    }

    @Test("a call that comes after closing is dropped and counted")
    func afterClosing() throws {
        let harness = try ComparisonHarness()
        harness.queue.close()
        harness.offer()
        #expect(harness.droppedByReason == ["stopping": 1])
        #expect(harness.load == [0, 0])
    }

    @Test("who waits for a call when the queue closes is told that there is none")
    func closingWhileWaited() async throws {
        let harness = try ComparisonHarness()
        async let next = harness.queue.next()
        try await Self.pause()
        harness.queue.close()
        let none = await next
        #expect(Self.first(none) == nil)
    }

    @Test("who waits for a place when the queue closes gets it when one is given back")
    func closingWhileEntering() async throws {
        let harness = try ComparisonHarness(places: 1)
        harness.offer()
        _ = await harness.queue.next()
        async let entered: Void = harness.queue.enter()
        try await Self.pause()
        harness.queue.close()
        harness.queue.leave()
        await entered
        #expect(harness.droppedByReason == [:])
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
