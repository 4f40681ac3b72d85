public import Bridge
public import Foundation
import SMSPContract
import Synchronization

/// A journal that keeps its entries in memory and fails when it is told to.
public final class InMemoryJournal: AuditJournal {
    private struct State {
        var events: [AuditEvent] = []
        var isWritable = true
        var gap = 0
        var afterwards: (@Sendable (AuditEvent) async -> Void)?
    }

    private let state = Mutex(State())

    /// An empty journal.
    public init() {}

    /// Everything that was entered, in order.
    public var events: [AuditEvent] { state.withLock { $0.events } }

    /// The calls among ``events``.
    public var calls: [AuditedCall] {
        events.compactMap { event in
            guard case .call(let call) = event else { return nil }
            return call
        }
    }

    /// The actions among ``events``.
    public var actions: [AuditedAction] {
        events.compactMap { event in
            guard case .action(let action) = event else { return nil }
            return action
        }
    }

    /// Makes the journal fail, or work again.
    public func setWritable(_ isWritable: Bool) { state.withLock { $0.isWritable = isWritable } }

    /// Has `afterwards` done whenever an event was entered by somebody who waits for it, before that goes on.
    public func onAppend(_ afterwards: @escaping @Sendable (AuditEvent) async -> Void) {
        state.withLock { $0.afterwards = afterwards }
    }

    /// Enters an event, unless the test has made the journal fail.
    public func append(_ event: AuditEvent) async throws(AuditUnavailable) {
        let (isWritten, afterwards) = state.withLock { state in
            if state.isWritable { state.events.append(event) }
            return (state.isWritable, state.afterwards)
        }
        guard isWritten else { throw AuditUnavailable("the test says so") }
        await afterwards?(event)
    }

    /// Enters an event, or counts it as lost.
    public func enqueue(_ event: AuditEvent) {
        state.withLock { state in
            if state.isWritable { state.events.append(event) } else { state.gap += 1 }
        }
    }

    /// Whether events are entered, and how many were not.
    public var status: AuditStatus {
        state.withLock { AuditStatus(isWritable: $0.isWritable, gap: $0.gap, lastSequence: $0.events.count) }
    }

    /// The entries that have the MessageID, site, operation and action of the query; nothing else of it restricts.
    public func entries(_ query: AuditQuery) async throws(AuditUnavailable) -> [AuditEntry] {
        events.enumerated().map { AuditEntry(sequence: $0.offset + 1, time: .distantPast, event: $0.element) }
            .filter { entry in
                let (messageID, site, operation, action): (String?, String?, SMSPOperation?, String?) =
                    switch entry.event {
                    case .call(let call): (call.messageID, call.site, call.operation, nil)
                    case .action(let action): (nil, action.site, action.operation, action.action)
                    }
                return (query.messageID ?? messageID) == messageID && (query.site ?? site) == site
                    && (query.operation ?? operation) == operation && (query.action ?? action) == action
            }
    }

    /// The other services of every call, as if called at the epoch's beginning.
    public func otherServices(since time: Date) async throws(AuditUnavailable) -> [OtherService] {
        guard status.isWritable else { throw AuditUnavailable("the test says so") }
        return calls.compactMap { call in
            guard let site = call.site, let name = call.otherService else { return nil }
            return OtherService(site: site, name: name, last: "1970-01-01T00:00:00.000Z")
        }
    }

    /// A token that lasts as long as the process.
    public func subject(_ nhsNumber: String) -> String { "subject of \(nhsNumber.hashValue)" }
}
