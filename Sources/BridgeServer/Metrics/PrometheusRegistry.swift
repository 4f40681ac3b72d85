public import Bridge
public import CoreMetrics
import Synchronization

/// Keeps the metrics of this process and writes them in the text format of Prometheus.
///
/// Counters end in `_total`, timers are histograms in seconds, recorders histograms, gauges and meters gauges. All
/// meters of a name have one kind and one set of labels: one that departs from that is not shown but counted, in
/// ``BridgeMetric/conflicts``.
public final class PrometheusRegistry: MetricsFactory {
    /// The media type of ``exposition(with:)``.
    public static let mediaType = PrometheusText.mediaType

    private let declared: [String: BridgeMetric]
    private let families = Mutex<[String: MetricFamily]>([:])
    private let conflicts = ValueMeter()

    /// An empty registry that knows what `metrics` are about.
    public init(declaring metrics: [BridgeMetric] = BridgeMetric.all) {
        declared = Dictionary(metrics.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Everything that is kept, and `samples`, which were read just now: the families in order of name, each once.
    public func exposition(with samples: [MetricSample] = []) -> String {
        let kept = families.withLock { $0 }
        let read = Dictionary(grouping: samples, by: \.metric.name)
        var text = PrometheusText()
        let names = Set(kept.keys).union(read.keys).subtracting([BridgeMetric.conflicts.name])
        for name in names.sorted() {
            if let family = kept[name] {
                if read[name] != nil { conflicts.increment(by: 1.0) }
                write(family, name, to: &text)
            } else if let samples = read[name] {
                write(samples, name, to: &text)
            }
        }
        // Last, since the lines above can add to it.
        text.begin(BridgeMetric.conflicts.name, .counter, help: BridgeMetric.conflicts.help)
        text.add(BridgeMetric.conflicts.name, [], conflicts.value)
        return text.text
    }

    private func write(_ family: MetricFamily, _ name: String, to text: inout PrometheusText) {
        guard !family.meters.isEmpty else { return }
        text.begin(name, family.kind, help: declared[name]?.help)
        for (values, meter) in family.meters.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let labels = Array(zip(family.labels, values))
            switch meter {
            case .value(let meter):
                guard let value = shown(meter.value, of: declared[name]) else { continue }
                text.add(name, labels, value)
            case .histogram(let meter): text.add(name, labels, meter.reading)
            }
        }
    }

    private func write(_ samples: [MetricSample], _ name: String, to text: inout PrometheusText) {
        guard let metric = samples.first?.metric else { return }
        text.begin(name, metric.kind, help: metric.help)
        var seen: Set<[String]> = []
        for sample in samples {
            guard sample.metric == metric, seen.insert(sample.labels).inserted else {
                conflicts.increment(by: 1.0)
                continue
            }
            guard let value = shown(sample.value, of: metric) else { continue }
            text.add(name, Array(zip(metric.labels, sample.labels)), value)
        }
    }

    /// A value as it is shown; nil for a count that has not come to its first step.
    private func shown(_ value: Double, of metric: BridgeMetric?) -> Double? {
        guard let step = metric?.step else { return value }
        let steps = (value / Double(step)).rounded(.down)
        return steps > 0 ? steps * Double(step) : nil
    }

    // MARK: - Meters

    /// The meter of a name and label values, created at its first use.
    private func meter<Found: AnyObject>(
        _ label: String,
        ending: String = "",
        _ kind: BridgeMetric.Kind,
        _ dimensions: [(String, String)],
        make: () -> Found,
        wrap: (Found) -> MetricFamily.Meter,
        unwrap: (MetricFamily.Meter) -> Found?
    ) -> Found {
        var name = PrometheusText.name(label)
        if !name.hasSuffix(ending) { name += ending }
        let dimensions = dimensions.map { (PrometheusText.name($0), $1) }
        let found = families.withLock { families -> Found? in
            var family =
                families[name]
                ?? MetricFamily(
                    kind: declared[name]?.kind ?? kind,
                    labels: declared[name]?.labels ?? dimensions.map(\.0)
                )
            guard family.kind == kind, let values = family.values(of: dimensions) else { return nil }
            if let meter = family.meters[values] { return unwrap(meter) }
            let made = make()
            family.meters[values] = wrap(made)
            families[name] = family
            return made
        }
        if let found { return found }
        // Its counts are not exported, and nothing breaks.
        conflicts.increment(by: 1.0)
        return make()
    }

    private func value(
        _ label: String,
        ending: String = "",
        _ kind: BridgeMetric.Kind,
        _ dimensions: [(String, String)]
    )
        -> ValueMeter
    {
        meter(label, ending: ending, kind, dimensions) {
            ValueMeter()
        } wrap: {
            .value($0)
        } unwrap: {
            guard case .value(let meter) = $0 else { return nil }
            return meter
        }
    }

    private func histogram(
        _ label: String,
        ending: String = "",
        bounds: [Double],
        _ dimensions: [(String, String)]
    ) -> HistogramMeter {
        meter(label, ending: ending, .histogram, dimensions) {
            HistogramMeter(bounds: bounds)
        } wrap: {
            .histogram($0)
        } unwrap: {
            guard case .histogram(let meter) = $0 else { return nil }
            return meter
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            for name in families.keys {
                guard let entry = families[name]?.meters.first(where: { $0.value.isBacked(by: handler) }) else {
                    continue
                }
                families[name]?.meters[entry.key] = nil
                return
            }
        }
    }
}

extension PrometheusRegistry {
    /// A counter, named `…_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        value(label, ending: "_total", .counter, dimensions)
    }

    /// A counter of parts, named `…_total`.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        value(label, ending: "_total", .counter, dimensions)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        value(label, .gauge, dimensions)
    }

    /// A histogram of values, or, where they are not to be aggregated, a gauge.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? histogram(label, bounds: HistogramMeter.powersOfTen, dimensions)
            : value(label, .gauge, dimensions)
    }

    /// A histogram in seconds, named `…_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, ending: "_seconds", bounds: HistogramMeter.seconds, dimensions)
    }

    /// Forgets a counter.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }

    /// Forgets a counter of parts.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }

    /// Forgets a gauge.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }

    /// Forgets a recorder.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }

    /// Forgets a timer.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
