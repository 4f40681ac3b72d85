import Backends
import SMSPContract
import Synchronization
import Testing

@Suite struct BreakerTests {
    /// A clock that stands still until it is moved.
    private final class StoppedClock: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }

        func advance(by duration: Duration) { instant.withLock { $0 += duration } }
    }

    private let clock = StoppedClock()
    private let changes = Changes()

    private final class Changes: Sendable {
        let states = Mutex<[Breaker.State]>([])
    }

    private var breaker: Breaker {
        Breaker(
            BreakerConfiguration(failures: 3, open: .seconds(10)),
            now: { [clock] in clock.now },
            changed: { [changes] state in changes.states.withLock { $0.append(state) } }
        )
    }

    /// Whether a call that says this of the backend is let through.
    @discardableResult
    private static func isAdmitted(_ breaker: Breaker, _ verdict: Breaker.Verdict) async -> Bool {
        await breaker.attempt { (true, verdict) } ?? false
    }

    private static func opened(_ breaker: Breaker) async -> Breaker {
        for _ in 0..<3 { await isAdmitted(breaker, .failure) }
        return breaker
    }

    @Test("failures in a row open it, as many as are configured and no fewer")
    func opens() async {
        let breaker = breaker
        var states: [Breaker.State] = []
        for _ in 0..<3 {
            await Self.isAdmitted(breaker, .failure)
            states.append(breaker.state)
        }
        #expect(states == [.closed, .closed, .open])
    }

    @Test("refusals count once for each party, so that no single one opens it")
    func refusals() async {
        let breaker = breaker
        for _ in 0..<100 {
            await Self.isAdmitted(breaker, .refusal(of: "A verifyNHSNumber"))
            await Self.isAdmitted(breaker, .refusal(of: "A getNHSNumber"))
        }
        #expect(breaker.state == .closed)
        await Self.isAdmitted(breaker, .refusal(of: "B verifyNHSNumber"))
        #expect(breaker.state == .open)
    }

    @Test("a success lets the refusals of each party count anew")
    func refusalsAfterSuccess() async {
        let breaker = breaker
        for party in ["A", "B"] { await Self.isAdmitted(breaker, .refusal(of: party)) }
        await Self.isAdmitted(breaker, .success)
        for party in ["A", "B"] { await Self.isAdmitted(breaker, .refusal(of: party)) }
        #expect(breaker.state == .closed)
        await Self.isAdmitted(breaker, .refusal(of: "C"))
        #expect(breaker.state == .open)
    }

    @Test("half open, a party that has counted does not hold it open, and keeps nobody from the next trial")
    func refusalWhileHalfOpen() async {
        let breaker = breaker
        for party in ["A", "B", "C"] { await Self.isAdmitted(breaker, .refusal(of: party)) }
        clock.advance(by: .seconds(10))
        await Self.isAdmitted(breaker, .refusal(of: "A"))
        #expect(breaker.state == .halfOpen)
        #expect(await Self.isAdmitted(breaker, .success))
        #expect(breaker.state == .closed)
    }

    @Test("a success between failures begins the count anew")
    func successBetween() async {
        let breaker = breaker
        for verdict in [Breaker.Verdict.failure, .failure, .success, .failure, .failure] {
            await Self.isAdmitted(breaker, verdict)
        }
        #expect(breaker.state == .closed)
    }

    @Test("a call that says nothing of the backend counts neither way")
    func neither() async {
        let breaker = breaker
        for verdict in [Breaker.Verdict.failure, .failure, .neither, .failure] {
            await Self.isAdmitted(breaker, verdict)
        }
        #expect(breaker.state == .open)
    }

    @Test("open, it lets nothing through until its time is over")
    func open() async {
        let breaker = await Self.opened(breaker)
        clock.advance(by: .milliseconds(9999))
        #expect(await !Self.isAdmitted(breaker, .success))
        clock.advance(by: .milliseconds(1))
        #expect(await Self.isAdmitted(breaker, .success))
    }

    @Test("the success of the probe closes it, and the count begins anew")
    func closes() async {
        let breaker = await Self.opened(breaker)
        clock.advance(by: .seconds(10))
        await Self.isAdmitted(breaker, .success)
        for _ in 0..<2 { await Self.isAdmitted(breaker, .failure) }
        #expect(breaker.state == .closed)
        #expect(changes.states.withLock { $0 } == [.open, .halfOpen, .closed])
    }

    @Test("the failure of the probe opens it again for the whole time")
    func opensAgain() async {
        let breaker = await Self.opened(breaker)
        clock.advance(by: .seconds(10))
        await Self.isAdmitted(breaker, .failure)
        clock.advance(by: .milliseconds(9999))
        #expect(await !Self.isAdmitted(breaker, .success))
        #expect(changes.states.withLock { $0 } == [.open, .halfOpen, .open])
    }

    @Test("after a probe that said nothing the next call is the probe")
    func probeAgain() async {
        let breaker = await Self.opened(breaker)
        clock.advance(by: .seconds(10))
        await Self.isAdmitted(breaker, .neither)
        #expect(breaker.state == .halfOpen)
        await Self.isAdmitted(breaker, .success)
        #expect(breaker.state == .closed)
    }

    @Test("half open, one of 64 calls at once is let through")
    func singleProbe() async {
        let breaker = await Self.opened(breaker)
        clock.advance(by: .seconds(10))
        let refused = Tally()
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    let admitted = await breaker.attempt {
                        // The probe lasts until the others have had their answer.
                        while refused.count < 63 { await Task.yield() }
                        return (true, .success)
                    }
                    if admitted == nil { refused.add() }
                    return admitted ?? false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 1)
        #expect(breaker.state == .closed)
    }

    @Test("a call from before the breaker opened no longer counts")
    func late() async {
        let breaker = breaker
        await breaker.attempt {
            _ = await Self.opened(breaker)
            return ((), .success)
        }
        #expect(breaker.state == .open)
    }
}
