import HTTPTypes
import Synchronization

/// Counts requests as they come and go.
final class TrafficCounter: Sendable {
    private let traffic = Mutex(PDSTraffic())
    private let captured: Int

    init(capturing captured: Int) {
        self.captured = captured
    }

    var snapshot: PDSTraffic {
        var snapshot = traffic.withLock { $0 }
        snapshot.requests = snapshot.requests.suffix(captured)
        return snapshot
    }

    /// Starts counting again; what is in flight stays counted.
    func reset() {
        traffic.withLock { traffic in
            let inFlight = traffic.inFlight
            traffic = PDSTraffic()
            traffic.inFlight = inFlight
            traffic.maxInFlight = inFlight
        }
    }

    func begin(_ call: PDSCall, fault: Fault?) {
        traffic.withLock { traffic in
            switch call.endpoint {
            case .patient: traffic.retrieves += 1
            case .patients: traffic.searches += 1
            case .token: traffic.tokenRequests += 1
            default: traffic.otherRequests += 1
            }
            traffic.inFlight += 1
            traffic.maxInFlight = max(traffic.maxInFlight, traffic.inFlight)
            traffic.requests.append(PDSTraffic.Request(call, fault: fault))
            // Dropped a batch at a time, so that a long run does not move the whole list for each request.
            if traffic.requests.count >= 2 * captured {
                traffic.requests.removeFirst(traffic.requests.count - captured)
            }
        }
    }

    func end() {
        traffic.withLock { $0.inFlight -= 1 }
    }
}

extension PDSTraffic.Request {
    fileprivate init(_ call: PDSCall, fault: Fault?) {
        self.init(
            method: call.method.rawValue,
            path: call.path,
            query: call.query,
            fields: call.headers.map { PDSTraffic.Field(name: $0.name.rawName, value: $0.value) },
            fault: fault
        )
    }
}
