import Synchronization

/// Keeps each site to its share of calls under way, so that one site's flood, or its slow backend, takes no backend's
/// places from another.
///
/// Further calls wait in the order in which they came, each for its own time; one whose caller leaves is taken out. Only
/// the limit of the whole process, `concurrentRequests`, bounds how many wait.
///
/// - SeeAlso: decision D10; docs/bridge.example.yaml.
final class SiteLimiter: Sendable {
    private struct Gate {
        var underWay = 0
        var waiting: [Waiter] = []
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var gates: [String: Gate] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The number of waiting calls of each site; sites without any are left out.
    var waiting: [String: Int] {
        state.withLock { $0.gates.mapValues(\.waiting.count).filter { $0.value > 0 } }
    }

    /// Runs `work` once there is room for a call of `site`.
    ///
    /// - Parameters:
    ///   - limit: the number of calls of the site that may be under way at once.
    ///   - latestTurn: the moment after which the call does not wait any more.
    /// - Returns: nil if there is no room in time, and if the caller leaves before.
    func pass<Value: Sendable>(
        _ site: String,
        limit: Int,
        latestTurn: ContinuousClock.Instant,
        _ work: () async -> Value
    ) async -> Value? {
        guard await enter(site, limit: limit, latestTurn: latestTurn) else { return nil }
        let value = await work()
        leave(site, limit: limit)
        return value
    }

    private func enter(_ site: String, limit: Int, latestTurn: ContinuousClock.Instant) async -> Bool {
        let id: UInt64? = state.withLock { state in
            if state.gates[site, default: Gate()].underWay < limit {
                state.gates[site, default: Gate()].underWay += 1
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return true }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends early when the call's turn comes first.
                try? await Task.sleep(until: latestTurn, clock: .continuous)
                self.giveUp(id, at: site)
            }
            let isAdmitted = await withTaskCancellationHandler {
                await withCheckedContinuation {
                    self.wait(Waiter(id: id, continuation: $0), at: site, limit: limit, latestTurn: latestTurn)
                }
            } onCancel: {
                self.giveUp(id, at: site)
            }
            group.cancelAll()
            return isAdmitted
        }
    }

    private func wait(_ waiter: Waiter, at site: String, limit: Int, latestTurn: ContinuousClock.Instant) {
        let answer: Bool? = state.withLock { state in
            var gate = state.gates[site, default: Gate()]
            defer { state.gates[site] = gate }
            // Room may have come since the call found none.
            if gate.underWay < limit {
                gate.underWay += 1
                return true
            }
            // A call whose time was over before it waits has nobody left who would wake it.
            guard !Task.isCancelled, .now < latestTurn else { return false }
            gate.waiting.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func giveUp(_ id: UInt64, at site: String) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.gates[site]?.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.gates[site]?.waiting.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func leave(_ site: String, limit: Int) {
        let next = state.withLock { state -> Waiter? in
            guard var gate = state.gates[site] else { return nil }
            defer { state.gates[site] = gate.underWay == 0 ? nil : gate }
            // The one who waits longest takes the place, unless a reload has made places fewer.
            if gate.underWay <= limit, !gate.waiting.isEmpty { return gate.waiting.removeFirst() }
            gate.underWay -= 1
            return nil
        }
        next?.continuation.resume(returning: true)
    }
}
