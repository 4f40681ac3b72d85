import PDSFHIR
import SeededRandom

@testable import Backends

/// PDS as it counts requests: so many in a minute, and what is refused is not counted.
///
/// - SeeAlso: docs/contract/pds-fhir.md §5.
struct Gateway {
    /// Which minutes are counted.
    enum Minute: Sendable, CaseIterable {
        /// Any.
        case rolling
        /// Those of the clock.
        case onTheClock
        /// Those of a clock that is 23 seconds ahead.
        case onAnotherClock
    }

    private let minute: Minute
    private let limit: Int
    /// When requests came that were taken.
    private var taken: [Double] = []
    private var first = 0

    init(_ minute: Minute, quota: Double) {
        self.minute = minute
        limit = Int(quota * 60)
    }

    /// Whether a request at `time` is taken; times do not fall.
    mutating func takes(_ time: Double) -> Bool {
        let begin =
            switch minute {
            case .rolling: time - 60
            case .onTheClock: (time / 60).rounded(.down) * 60 - 1e-9
            case .onAnotherClock: ((time + 23) / 60).rounded(.down) * 60 - 23 - 1e-9
            }
        while first < taken.count, taken[first] <= begin { first += 1 }
        guard taken.count - first < limit else { return false }
        taken.append(time)
        return true
    }
}

/// Live and spare requests on one quota, in virtual time; what is refused is heard of as the bridge hears of it.
struct QuotaSimulation {
    let quota: Double
    let length: Int
    let load: LiveLoad
    var minute = Gateway.Minute.rolling
    /// How many comparisons wait for their turn at any time; none: nothing is compared.
    var comparisons = 4
    /// How late a timer may fire, seconds.
    var lateness = 0.0

    /// What came of it; times are seconds.
    struct Outcome: Equatable {
        var liveWaits: [Double] = []
        var liveRefused = 0
        var spareSent: [Double] = []
        var spareRefused = 0
    }

    func run() -> Outcome {
        let start = ContinuousClock.now + .seconds(10)
        let bucket = QuotaBucket(requestsPerSecond: quota)
        var (outcome, gateway, draws) = (Outcome(), Gateway(minute, quota: quota), SplitMix64(seed: 1))
        let arrivals = load.arrivals(quota: quota, length: length)
        /// Live requests that have their turn, in order, and when each comparison looks for its own.
        var (arrived, dues, wakes) = (0, [Double](), (0..<comparisons).map { Double($0) / 1000 })
        var sent = 0
        while true {
            let arrival = arrived < arrivals.count ? arrivals[arrived] : .infinity
            let due = sent < dues.count ? dues[sent] : .infinity
            let wake = wakes.min() ?? .infinity
            let time = min(arrival, due, wake)
            guard time < Double(length) else { return outcome }
            let now = start + .seconds(time)
            if arrival == time {
                arrived += 1
                guard let next = bucket.reserve(at: now, before: now + .seconds(600)) else { continue }
                outcome.liveWaits.append((next - now) / .seconds(1))
                dues.append(max((next - start) / .seconds(1), time))
            } else if due == time {
                sent += 1
                guard !gateway.takes(time) else { continue }
                outcome.liveRefused += 1
                bucket.heard(.applicationQuota, at: now)
            } else if let comparison = wakes.firstIndex(of: wake) {
                // A nanosecond on at the least, so that time goes on.
                wakes[comparison] = time + 1e-9
                if let next = bucket.reserveSpare(at: now) {
                    let late = lateness * Double.random(in: 0..<1, using: &draws)
                    wakes[comparison] = max((next - start) / .seconds(1), time + 1e-9) + late
                } else {
                    outcome.spareSent.append(time)
                    guard !gateway.takes(time) else { continue }
                    outcome.spareRefused += 1
                    bucket.heard(.applicationQuota, at: now)
                }
            }
        }
    }

    /// The same without comparisons.
    func alone() -> Outcome {
        var simulation = self
        simulation.comparisons = 0
        return simulation.run()
    }
}
