public import CoreMetrics
import Evidence
public import SMSPContract
import Synchronization

/// Counts what happens to calls and to the configuration, as the families of ``BridgeMetric`` that are not read.
public final class BridgeMetrics: Sendable {
    private let calls: LabelledCounters
    private let callersLeft: LabelledCounters
    private let refusals: LabelledCounters
    private let corrections: LabelledCounters
    private let notes: LabelledCounters
    private let unmapped: LabelledCounters
    private let alarms: LabelledCounters
    private let reloads: LabelledCounters
    private let notCompared: LabelledCounters
    private let callSeconds: LabelledTimers
    private let upstreamSeconds: LabelledTimers
    private let callsInFlight: any MeterHandler
    private let reloadFailed: any MeterHandler
    /// The leaves of records that the mapping tables do not know.
    let unmappedLeaves = UnmappedLeaves()

    /// Metrics that `factory` keeps.
    public init(factory: any MetricsFactory) {
        func counters(_ metric: BridgeMetric) -> LabelledCounters {
            Labelled(metric, factory.makeCounter)
        }
        func timers(_ metric: BridgeMetric) -> LabelledTimers {
            Labelled(metric, factory.makeTimer)
        }
        calls = counters(.calls)
        callersLeft = counters(.callersLeft)
        refusals = counters(.refusals)
        corrections = counters(.corrections)
        notes = counters(.notes)
        unmapped = counters(.unmapped)
        alarms = counters(.alarms)
        reloads = counters(.reloads)
        notCompared = counters(.notCompared)
        callSeconds = timers(.callSeconds)
        upstreamSeconds = timers(.upstreamSeconds)
        callsInFlight = factory.makeMeter(label: BridgeMetric.callsInFlight.name, dimensions: [])
        reloadFailed = factory.makeMeter(label: BridgeMetric.reloadFailed.name, dimensions: [])
        callsInFlight.set(Int64(0))
        reloadFailed.set(Int64(0))
        // An increase can only be seen from a series that was there before.
        for result in ReloadResult.allCases { _ = reloads[result.rawValue] }
    }

    /// A call has come.
    public func callBegan() {
        callsInFlight.increment(by: 1)
    }

    /// The answer to a call that had come is ready.
    ///
    /// - Parameters:
    ///   - site: nil for a caller who fits none.
    ///   - operation: an operation, or `other` for another service; nil if it is unknown.
    ///   - backend: nil when the bridge itself answered.
    ///   - outcome: the response code, `fault 1000` and the like, or `HTTP 413` and the like.
    public func callEnded(
        site: String?,
        operation: String?,
        backend: AuditedBackend?,
        outcome: String,
        latency: Duration
    ) {
        callsInFlight.decrement(by: 1)
        let operation = operation ?? Self.unknown
        let backend = backend?.rawValue ?? "none"
        calls[site ?? Self.unknown, operation, backend, Self.label(ofOutcome: outcome)].increment(by: 1)
        callSeconds[operation, backend].recordNanoseconds(latency.nanoseconds)
    }

    /// The caller of a call that had come left before there was an answer.
    ///
    /// - Parameter operation: an operation, or `other` for another service; nil if it is unknown.
    func callerLeft(operation: String?, asked: AskedSide) {
        callsInFlight.decrement(by: 1)
        callersLeft[operation ?? Self.unknown, asked.rawValue].increment(by: 1)
    }

    /// A backend has done its part of a call, or failed to.
    public func backendEnded(_ backend: AuditedBackend, latency: Duration) {
        upstreamSeconds[backend.rawValue].recordNanoseconds(latency.nanoseconds)
    }

    /// A call was refused.
    ///
    /// - Parameter reason: a word of a closed list.
    public func refused(_ reason: String) {
        refusals[reason].increment(by: 1)
    }

    /// Lenient reading put a call of a site right.
    public func corrected(site: String, _ correction: LenientReading) {
        corrections[site, correction.rawValue].increment(by: 1)
    }

    /// Counts the remarks about leaves that the tables do not know, and returns `diagnostics` with those alarms turned into
    /// remarks that were raised before under the same mapping (decisions D67, D71).
    func settle(_ diagnostics: [CallDiagnostic], mappingHash: String) -> [CallDiagnostic] {
        for diagnostic in diagnostics {
            if case .once = diagnostic.alarm { unmapped[diagnostic.name].increment(by: 1) }
        }
        return unmappedLeaves.settle(diagnostics, mapping: mappingHash)
    }

    /// A remark was made: an alarm, or another.
    public func noted(_ note: CallDiagnostic) {
        (note.isAlarm ? alarms : notes)[note.name].increment(by: 1)
    }

    /// A call in `shadow` was not compared.
    func notCompared(_ reason: NotCompared) {
        notCompared[reason.rawValue].increment(by: 1)
    }

    /// The files were read again.
    public func reloaded(_ outcome: ReloadOutcome) {
        let result: ReloadResult =
            switch outcome {
            case .applied: .applied
            case .refused: .refused
            }
        reloads[result.rawValue].increment(by: 1)
        reloadFailed.set(Int64(result == .refused ? 1 : 0))
    }

    private enum ReloadResult: String, CaseIterable {
        case applied, refused
    }

    /// The label of an unknown site or operation; no site can have it as its id.
    private static let unknown = "-"

    /// The outcome where it is one of ours: a legacy endpoint can answer with any text for a code.
    private static func label(ofOutcome outcome: String) -> String {
        let words = outcome.split(separator: " ", omittingEmptySubsequences: false)
        let isKnown =
            switch (words.first, words.count) {
            case ("fault", 2): ToolkitErrorCode(rawValue: String(words[1])) != nil
            case ("HTTP", 2): Int(words[1]).map { (100...599).contains($0) } ?? false
            default: ResponseCode(rawValue: outcome) != nil
            }
        return isKnown ? outcome : "other"
    }
}

/// Counters of one family, one for each combination of label values.
private typealias LabelledCounters = Labelled<any CounterHandler>
/// Timers of one family, one for each combination of label values.
private typealias LabelledTimers = Labelled<any TimerHandler>

/// The meters of one family, each made when it is first needed.
private final class Labelled<Meter: Sendable>: Sendable {
    private let metric: BridgeMetric
    private let make: @Sendable (String, [(String, String)]) -> Meter
    private let meters = Mutex<[[String]: Meter]>([:])

    init(_ metric: BridgeMetric, _ make: @escaping @Sendable (String, [(String, String)]) -> Meter) {
        self.metric = metric
        self.make = make
    }

    subscript(values: String...) -> Meter {
        meters.withLock { meters in
            if let meter = meters[values] { return meter }
            let meter = make(metric.name, Array(zip(metric.labels, values)))
            meters[values] = meter
            return meter
        }
    }
}

extension Duration {
    /// Whole nanoseconds.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
