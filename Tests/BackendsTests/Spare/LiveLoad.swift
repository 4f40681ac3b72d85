import Foundation
import SeededRandom

/// How live load swings between nothing and the whole quota.
///
/// None of it takes the whole quota for a whole minute: beside such load not one spare request of the minute before has
/// room, and only who knew that it would come could have kept from sending it.
enum LiveLoad: Sendable {
    /// Nothing is asked.
    case nothing
    /// The whole quota and nothing in turn, each for so many seconds.
    case square(seconds: Int)
    /// Up to the whole quota and back, once in so many seconds.
    case sine(seconds: Int)
    /// In every other second or so, as many as the quota of a second allows at once, or fewer.
    case bursts(seed: UInt64)
    /// The whole quota and nothing in turn, each for as long as is drawn, up to 40 seconds.
    case turns(seed: UInt64)
    /// A share of the quota and nothing in turn, each for five minutes.
    case plateau(share: Double)

    /// When requests come in `length` seconds, in order; seconds.
    func arrivals(quota: Double, length: Int) -> [Double] {
        switch self {
        case .nothing: []
        case .square(let seconds):
            Self.evenly(quota, from: 0, to: Double(length)).filter { Int($0) / seconds % 2 == 1 }
        case .sine(let seconds): Self.wave(quota, seconds: Double(seconds), length: length)
        case .bursts(let seed): Self.bursts(quota, length: length, SplitMix64(seed: seed))
        case .turns(let seed): Self.turns(quota, length: length, SplitMix64(seed: seed))
        case .plateau(let share):
            stride(from: 300, to: length, by: 600).flatMap { start in
                Self.evenly(quota * share, from: Double(start), to: Double(min(start + 300, length)))
            }
        }
    }

    private static func evenly(_ rate: Double, from start: Double, to end: Double) -> [Double] {
        (0..<Int(((end - start) * rate).rounded())).map { start + Double($0) / rate }
    }

    private static func wave(_ quota: Double, seconds: Double, length: Int) -> [Double] {
        var (arrivals, owed) = ([Double](), 0.0)
        for millisecond in 0..<length * 1000 {
            let time = Double(millisecond) / 1000
            owed += quota * (1 - cos(2 * .pi * time / seconds)) / 2000
            guard owed >= 1 else { continue }
            owed -= 1
            arrivals.append(time)
        }
        return arrivals
    }

    private static func bursts(_ quota: Double, length: Int, _ seed: SplitMix64) -> [Double] {
        var generator = seed
        return (0..<length).flatMap { second -> [Double] in
            guard Bool.random(using: &generator) else { return [] }
            let count = Int.random(in: 1...Int(quota), using: &generator)
            return Array(repeating: Double(second) + Double.random(in: 0..<1, using: &generator), count: count)
        }
    }

    private static func turns(_ quota: Double, length: Int, _ seed: SplitMix64) -> [Double] {
        var (generator, arrivals, time, isOn) = (seed, [Double](), 0.0, false)
        while time < Double(length) {
            let end = min(time + Double.random(in: 1...40, using: &generator), Double(length))
            if isOn { arrivals += evenly(quota, from: time, to: end) }
            isOn.toggle()
            time = end
        }
        return arrivals
    }
}
