public import NHSIdentifiers
public import SMSPContract
import Synchronization

/// A fault, and the calls to the legacy simulator that it affects.
public struct LegacyFaultRule: Sendable, Equatable {
    /// The calls to which a rule may apply.
    public enum Scope: Sendable, Equatable {
        /// Every `POST`, read or not.
        case calls
        /// Calls of this operation.
        case operation(SMSPOperation)
        /// Calls about this number.
        case person(NHSNumber)
    }

    /// The fault.
    public let fault: LegacyFault
    /// The calls to which the rule may apply.
    public let scope: Scope
    /// The choice among those calls, made by their bodies.
    public let occasion: FaultOccasion

    /// `fault` for the calls of `scope` that `occasion` chooses.
    public init(_ fault: LegacyFault, on scope: Scope = .calls, _ occasion: FaultOccasion = .always) {
        self.fault = fault
        self.scope = scope
        self.occasion = occasion
    }

    /// True if the rule may apply to a call with this outcome.
    func includes(_ reply: MiniService.Reply) -> Bool {
        switch scope {
        case .calls: true
        case .operation(let operation): reply.operation == operation
        case .person(let number): reply.number == number
        }
    }
}

/// The faults of a running legacy simulator.
///
/// Of the rules that choose a call, every ``LegacyFault/delay(_:)`` is added up; of the others the first one counts.
public final class LegacyFaults: Sendable {
    /// The fault of one call.
    struct Plan: Sendable, Equatable {
        var delay = Duration.zero
        var fault: LegacyFault?
    }

    private struct State {
        var rules: [LegacyFaultRule] = []
        var counts: [FaultCount] = []
    }

    private let state = Mutex(State())

    init() {}

    /// Replaces the rules; counts begin again.
    public func set(_ rules: [LegacyFaultRule]) {
        state.withLock { $0 = State(rules: rules, counts: Array(repeating: FaultCount(), count: rules.count)) }
    }

    /// Replaces the rules with one.
    public func set(
        _ fault: LegacyFault,
        on scope: LegacyFaultRule.Scope = .calls,
        _ occasion: FaultOccasion = .always
    ) {
        set([LegacyFaultRule(fault, on: scope, occasion)])
    }

    /// Removes all rules.
    public func clear() {
        set([])
    }

    /// The fault of the call that `reply` would answer.
    ///
    /// - Parameter id: The identity of the call; computed only if there are rules.
    func plan(for reply: MiniService.Reply, id: @autoclosure () -> String) -> Plan {
        state.withLock { state in
            var plan = Plan()
            guard !state.rules.isEmpty else { return plan }
            let id = id()
            for (index, rule) in state.rules.enumerated() where rule.includes(reply) {
                guard state.counts[index].chooses(rule.occasion, id: id) else { continue }
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
