import Testing

@testable import BridgeServer

/// How long attempts to log in wait.
@Suite struct LogInPaceTests {
    private let start = ContinuousClock.Instant.now

    /// The pause after each of so many failures.
    private func pauses(after failures: Int, _ pace: LogInPace, from address: String = "192.0.2.1") -> [Duration] {
        (0..<failures).map { _ in
            pace.failed(from: address, at: start)
            return pace.pause(of: address, at: start)
        }
    }

    @Test("five failures slow the next attempt down, and each further one more, up to a bound")
    func slower() {
        let pauses = pauses(after: 40, LogInPace())
        #expect(pauses[..<4].allSatisfy { $0 == .zero })
        #expect(pauses[4] > .zero)
        #expect(zip(pauses[4...], pauses[5...]).allSatisfy { $0 <= $1 })
        #expect(pauses.last == LogInPace.longest)
    }

    @Test("another address does not wait")
    func otherAddress() {
        let pace = LogInPace()
        _ = pauses(after: 10, pace)
        #expect(pace.pause(of: "192.0.2.2", at: start) == .zero)
    }

    @Test("a success, and a quarter of an hour without failure, end it")
    func ended() {
        let pace = LogInPace()
        _ = pauses(after: 10, pace)
        #expect(pace.pause(of: "192.0.2.1", at: start + LogInPace.memory) == .zero)
        pace.succeeded(from: "192.0.2.1")
        #expect(pace.pause(of: "192.0.2.1", at: start) == .zero)
    }

    @Test("a flood of addresses is remembered up to a bound, the latest ones")
    func bounded() {
        let pace = LogInPace()
        for number in 0..<5_000 { pace.failed(from: "address \(number)", at: start + .milliseconds(number)) }
        #expect(pace.count == LogInPace.addresses)
        for _ in 0..<4 { pace.failed(from: "address 4999", at: start + .seconds(6)) }
        #expect(pace.pause(of: "address 4999", at: start + .seconds(6)) > .zero)
    }
}
