import Synchronization

/// Keeps each site to its share of calls under way on each leg, so that one site's flood, or its slow backend, takes no
/// backend's places from another, and calls that wait for a slow legacy endpoint keep none of their site's from PDS FHIR.
///
/// Further calls wait in the order in which they came, each for its own time; one whose caller leaves is taken out. Only
/// the limit of the whole process, `concurrentRequests`, bounds how many wait.
///
/// - SeeAlso: decision D10; docs/bridge.example.yaml.
final class SiteLimiter: Sendable {
    /// The calls of a site on one leg, which wait for each other.
    struct Line: Hashable, Sendable {
        let site: String
        let leg: Leg
    }

    /// The leg that makes the answer first.
    enum Leg: Sendable {
        case legacy, fhir
    }

    private struct Gate {
        var underWay = 0
        var waiting: [Waiter] = []
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var gates: [Line: Gate] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The number of waiting calls of each site; sites without any are left out.
    var waiting: [String: Int] {
        state.withLock { state in
            state.gates.filter { !$0.value.waiting.isEmpty }
                .reduce(into: [:]) { $0[$1.key.site, default: 0] += $1.value.waiting.count }
        }
    }

    /// Runs `work` once there is room for a call in `line`.
    ///
    /// - Parameters:
    ///   - limit: the number of calls in the line that may be under way at once.
    ///   - latestTurn: the moment after which the call does not wait any more.
    /// - Returns: nil if there is no room in time, and if the caller leaves before.
    func pass<Value: Sendable>(
        _ line: Line,
        limit: Int,
        latestTurn: ContinuousClock.Instant,
        _ work: () async -> Value
    ) async -> Value? {
        guard await enter(line, limit: limit, latestTurn: latestTurn) else { return nil }
        let value = await work()
        leave(line, limit: limit)
        return value
    }

    private func enter(_ line: Line, limit: Int, latestTurn: ContinuousClock.Instant) async -> Bool {
        let id: UInt64? = state.withLock { state in
            if state.gates[line, default: Gate()].underWay < limit {
                state.gates[line, default: Gate()].underWay += 1
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
                self.giveUp(id, at: line)
            }
            let isAdmitted = await withTaskCancellationHandler {
                await withCheckedContinuation {
                    self.wait(Waiter(id: id, continuation: $0), at: line, limit: limit, latestTurn: latestTurn)
                }
            } onCancel: {
                self.giveUp(id, at: line)
            }
            group.cancelAll()
            return isAdmitted
        }
    }

    private func wait(_ waiter: Waiter, at line: Line, limit: Int, latestTurn: ContinuousClock.Instant) {
        let answer: Bool? = state.withLock { state in
            var gate = state.gates[line, default: Gate()]
            defer { state.gates[line] = gate }
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

    private func giveUp(_ id: UInt64, at line: Line) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.gates[line]?.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.gates[line]?.waiting.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func leave(_ line: Line, limit: Int) {
        let next = state.withLock { state -> Waiter? in
            guard var gate = state.gates[line] else { return nil }
            defer { state.gates[line] = gate.underWay == 0 ? nil : gate }
            // The one who waits longest takes the place, unless a reload has made places fewer.
            if gate.underWay <= limit, !gate.waiting.isEmpty { return gate.waiting.removeFirst() }
            gate.underWay -= 1
            return nil
        }
        next?.continuation.resume(returning: true)
    }
}
