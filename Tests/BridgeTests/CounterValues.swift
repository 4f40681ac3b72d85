import CoreMetrics
import Synchronization

/// Counters by family and label.
final class CounterValues: MetricsFactory {
    private let counts = Mutex<[[String]: Int64]>([:])

    subscript(family: String, label: String) -> Int64? {
        counts.withLock { $0[["smsp_bridge_" + family, label]] }
    }

    /// The counters of a family, by label.
    func byLabel(of family: String) -> [String: Int64] {
        counts.withLock { counts in
            counts.reduce(into: [:]) { byLabel, counter in
                if counter.key.first == "smsp_bridge_" + family {
                    byLabel[counter.key.dropFirst().joined()] = counter.value
                }
            }
        }
    }

    private final class Counter: CounterHandler {
        private let add: @Sendable (Int64) -> Void
        init(_ add: @escaping @Sendable (Int64) -> Void) { self.add = add }
        func increment(by amount: Int64) { add(amount) }
        func reset() {}
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let key = [label] + dimensions.map(\.1)
        return Counter { [self] amount in counts.withLock { $0[key, default: 0] += amount } }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { NOOPMetricsHandler.instance }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
