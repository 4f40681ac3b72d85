import Synchronization

/// The pace of log-ins: after five failures from one address, each further attempt from there waits longer, until one
/// succeeds or none has failed for a quarter of an hour.
///
/// A token that fails names no user, so that the address alone is known of it. The number of addresses that are remembered
/// is bounded; the one whose last failure is longest ago is forgotten first.
final class LogInPace: Sendable {
    /// The number of failures after which an attempt waits.
    static let free = 5
    /// The longest time that an attempt waits.
    static let longest: Duration = .seconds(4)
    /// The time after which failures are forgotten.
    static let memory: Duration = .seconds(900)
    /// The largest number of addresses that are remembered.
    static let addresses = 1024
    private static let shortest: Duration = .milliseconds(250)

    private struct Failures {
        var count: Int
        var last: ContinuousClock.Instant
    }

    private let failures = Mutex<[String: Failures]>([:])

    /// The number of addresses that are remembered.
    var count: Int { failures.withLock { $0.count } }

    /// The time that an attempt from an address has to wait.
    func pause(of address: String, at now: ContinuousClock.Instant) -> Duration {
        let known = failures.withLock { $0[address] }
        guard let known, now - known.last < Self.memory, known.count >= Self.free else { return .zero }
        return min(Self.longest, Self.shortest * (1 << min(known.count - Self.free, 10)))
    }

    /// Notes that an attempt failed.
    func failed(from address: String, at now: ContinuousClock.Instant) {
        failures.withLock { failures in
            if let known = failures[address], now - known.last < Self.memory {
                failures[address] = Failures(count: known.count + 1, last: now)
                return
            }
            if failures[address] == nil, failures.count >= Self.addresses,
                let oldest = failures.min(by: { $0.value.last < $1.value.last })?.key
            {
                failures[oldest] = nil
            }
            failures[address] = Failures(count: 1, last: now)
        }
    }

    /// Notes that an attempt succeeded.
    func succeeded(from address: String) { failures.withLock { $0[address] = nil } }
}
