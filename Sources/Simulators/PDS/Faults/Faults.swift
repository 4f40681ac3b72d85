import Synchronization

/// The faults of a running simulator.
///
/// Of the rules that choose a call, every ``Fault/delay(_:)`` is added up; of the others the first one counts.
public final class Faults: Sendable {
    private struct State {
        var rules: [FaultRule] = []
        /// The calls that each rule has counted and affected.
        var counts: [FaultCount] = []
    }

    private let state = Mutex(State())

    init() {}

    /// Puts `rules` in the place of those that were set; counts begin again.
    public func set(_ rules: [FaultRule]) {
        state.withLock {
            $0 = State(rules: rules, counts: Array(repeating: FaultCount(), count: rules.count))
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

    /// The fault of `call`; `isFirst` if the connection has answered nothing yet.
    func plan(for call: PDSCall, isFirst: Bool) -> FaultPlan {
        let endpoint = call.endpoint
        let id = call.requestID?.lowercased() ?? ""
        return state.withLock { state in
            var plan = FaultPlan()
            for (index, rule) in state.rules.enumerated() where rule.scope.includes(endpoint) {
                guard state.counts[index].chooses(rule.occasion, id: id), !(rule.fault == .late && isFirst) else {
                    continue
                }
                if case .delay(let duration) = rule.fault {
                    plan.delay += duration
                } else if plan.fault == nil {
                    plan.fault = rule.fault
                } else {
                    continue
                }
                state.counts[index].spoil()
            }
            return plan
        }
    }
}

/// The fault of one call.
struct FaultPlan: Sendable, Equatable {
    var delay = Duration.zero
    var fault: Fault?
}
