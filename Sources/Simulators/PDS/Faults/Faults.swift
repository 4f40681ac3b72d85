import Synchronization

/// The faults of a running simulator.
///
/// Of the rules that choose a call, every ``Fault/delay(_:)`` is added up; of the others the first one counts.
public final class Faults: Sendable {
    private struct State {
        var rules: [FaultRule] = []
        /// Calls that each rule has chosen.
        var chosen: [Int] = []
        /// Attempts that each rule has seen of an `X-Request-ID`.
        var attempts: [[String: Int]] = []

        /// Whether the rule at `index` chooses a call of this `X-Request-ID`.
        mutating func chooses(_ index: Int, id: String) -> Bool {
            switch rules[index].occasion {
            case .always:
                return true
            case .first(let count):
                return chosen[index] < count
            case .firstAttempts(let count):
                attempts[index][id, default: 0] += 1
                return attempts[index][id, default: 0] <= count
            case .share(let share, let seed):
                return IDHash.fraction(of: id, seed: seed) < share
            }
        }
    }

    private let state = Mutex(State())

    init() {}

    /// Puts `rules` in the place of those that were set; counts begin again.
    public func set(_ rules: [FaultRule]) {
        state.withLock {
            $0 = State(
                rules: rules,
                chosen: Array(repeating: 0, count: rules.count),
                attempts: Array(repeating: [:], count: rules.count)
            )
        }
    }

    /// Puts one rule in the place of those that were set.
    public func set(_ fault: Fault, on scope: FaultRule.Scope = .patients, _ occasion: FaultRule.Occasion = .always) {
        set([FaultRule(fault, on: scope, occasion)])
    }

    /// Puts things right.
    public func clear() {
        set([])
    }

    /// What befalls `call`; `isFirst` where the connection has answered nothing yet.
    func plan(for call: PDSCall, isFirst: Bool) -> FaultPlan {
        let endpoint = call.endpoint
        let id = call.requestID?.lowercased() ?? ""
        return state.withLock { state in
            var plan = FaultPlan()
            for (index, rule) in state.rules.enumerated() where rule.scope.includes(endpoint) {
                guard state.chooses(index, id: id), !(rule.fault == .late && isFirst) else { continue }
                if case .delay(let duration) = rule.fault {
                    plan.delay += duration
                } else if plan.fault == nil {
                    plan.fault = rule.fault
                } else {
                    continue
                }
                state.chosen[index] += 1
            }
            return plan
        }
    }
}

/// What befalls one call.
struct FaultPlan: Sendable, Equatable {
    var delay = Duration.zero
    var fault: Fault?
}

/// A number drawn from a text: the same in every run and on every machine.
enum IDHash {
    /// A fraction from 0 up to 1, evenly spread.
    ///
    /// FNV-1a over the seed and the text, then SplitMix64's finaliser, which spreads what FNV leaves in the low bits.
    static func fraction(of text: String, seed: UInt64) -> Double {
        var hash = 0xCBF2_9CE4_8422_2325 ^ seed
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return Double(hash >> 11) / Double(1 << 53 as UInt64)
    }
}
