import SMSPContract
import Synchronization

/// Counts requests and connections as they come and go.
final class LegacyTrafficCounter: Sendable {
    private let traffic = Mutex(LegacyTraffic())
    private let captured: Int

    init(capturing captured: Int) {
        self.captured = captured
    }

    var snapshot: LegacyTraffic {
        var snapshot = traffic.withLock { $0 }
        snapshot.requests = snapshot.requests.suffix(captured)
        return snapshot
    }

    /// Starts counting again; what is open or in flight stays counted.
    func reset() {
        traffic.withLock { traffic in
            var fresh = LegacyTraffic()
            fresh.openConnections = traffic.openConnections
            fresh.inFlight = traffic.inFlight
            fresh.maxInFlight = traffic.inFlight
            traffic = fresh
        }
    }

    func open() {
        traffic.withLock { traffic in
            traffic.connections += 1
            traffic.openConnections += 1
        }
    }

    func close() {
        traffic.withLock { $0.openConnections -= 1 }
    }

    func begin(_ request: LegacyRequest, operation: SMSPOperation?, fault: LegacyFault?) {
        let captured = LegacyTraffic.Request(
            method: request.method,
            target: request.target,
            isOld: request.isOld,
            fields: request.fields,
            body: request.body,
            operation: operation,
            fault: fault
        )
        traffic.withLock { traffic in
            traffic.requestCount += 1
            if let operation { traffic.operations[operation, default: 0] += 1 }
            traffic.inFlight += 1
            traffic.maxInFlight = max(traffic.maxInFlight, traffic.inFlight)
            traffic.requests.append(captured)
            // Dropped a batch at a time, so that a long run does not move the whole list for each request.
            if traffic.requests.count >= 2 * self.captured {
                traffic.requests.removeFirst(traffic.requests.count - self.captured)
            }
        }
    }

    func end() {
        traffic.withLock { $0.inFlight -= 1 }
    }
}
