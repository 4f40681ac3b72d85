/// The side that answers a call by its meaning: PDS FHIR.
///
/// A legacy endpoint passes bytes through and is a ``LegacyEndpoint``.
///
/// - SeeAlso: note N8.
public protocol Backend: Sendable {
    /// Answers `call`, or returns the reason why it cannot, before the deadline of `context`.
    ///
    /// It never throws: every failure is a ``BackendFailure``. A cancelled task stops the work for the call.
    func answer(_ call: SMSPCall, in context: RequestContext) async -> BackendAnswer
}

/// The result of a call to a backend.
public struct BackendAnswer: Sendable {
    /// The answer, or the reason why there is none.
    public let outcome: Result<SMSPResponse, BackendFailure>
    /// The events on the way that an operator or an auditor should know of.
    public let diagnostics: [CallDiagnostic]
    /// The ids under which the other side knows the calls made to it, in order (`X-Request-ID` for PDS FHIR).
    public let upstreamRequestIDs: [String]
    /// The facts of the record that the answer is made from; nil if none was read.
    public let record: RecordFacts?
    /// The line of `Mappings/outcomes.csv` by which the answer has its code; nil when no row was looked up.
    public let outcomeRow: Int?
    /// The time that the backend took over all requests, without waiting for a turn, a token or a retry; nil
    /// if it got no request.
    public let latency: Duration?
    /// The facts of the requests, for the log.
    public let facts: UpstreamFacts

    /// An answer of these parts.
    public init(
        outcome: Result<SMSPResponse, BackendFailure>,
        diagnostics: [CallDiagnostic] = [],
        upstreamRequestIDs: [String] = [],
        record: RecordFacts? = nil,
        outcomeRow: Int? = nil,
        latency: Duration? = nil,
        facts: UpstreamFacts = UpstreamFacts()
    ) {
        self.outcome = outcome
        self.diagnostics = diagnostics
        self.upstreamRequestIDs = upstreamRequestIDs
        self.record = record
        self.outcomeRow = outcomeRow
        self.latency = latency
        self.facts = facts
    }
}

/// The facts of a patient's record that a comparison needs alongside the answer made from it.
public struct RecordFacts: Sendable, Equatable {
    /// The version of the record; nil when it tells none.
    public let versionID: String?
    /// True if the record is labelled R or V.
    public let isRestricted: Bool

    /// Facts of these parts.
    public init(versionID: String?, isRestricted: Bool) {
        self.versionID = versionID
        self.isRestricted = isRestricted
    }
}

/// The reason why a backend has no answer.
///
/// The site's profile decides on the response of the caller.
public enum BackendFailure: Error, Sendable, Hashable {
    /// The backend could not be queried, or its answer cannot be used (D7).
    case unavailable
    /// The backend refuses the request itself, which the bridge has made and checked: a fault of the bridge or of the
    /// gateway (D63).
    case requestRefused
    /// Our own quota leaves no room for the call within its deadline (D64).
    case busy
    /// The bridge itself failed (D9).
    case internalError
}

extension BackendFailure {
    /// True if another side may answer in the backend's place (`fallback: legacy`, D7, D63).
    public var isOutage: Bool {
        switch self {
        case .unavailable, .requestRefused: true
        case .busy, .internalError: false
        }
    }
}

/// A remark on how an answer came about, for logs, metrics and the audit trail.
///
/// It never holds patient data.
public struct CallDiagnostic: Sendable, Hashable {
    /// The event as a fixed word: a metric label.
    public let name: String
    /// The place in the answer or the record, in names of the contract; empty if it concerns all of it.
    public let place: String
    /// The calls in which an operator is alarmed.
    public let alarm: Alarm

    /// The calls in which an operator is alarmed.
    public enum Alarm: Sendable, Hashable {
        /// Never: it is a remark.
        case never
        /// In each call.
        case always
        /// Once for the name, the place and the value, as long as the mapping is the same: the next records are likely
        /// to have it too.
        ///
        /// - SeeAlso: decisions D67, D71.
        case once(ValueToken?)
    }

    /// True if an operator must look at it.
    public var isAlarm: Bool { alarm != .never }

    /// The name of the alarm that tells of ``BackendFailure/requestRefused``, as `Mappings/outcomes.csv` has it.
    public static let requestRefused = "requestRefused"

    /// A remark of these parts.
    public init(_ name: String, at place: String = "", isAlarm: Bool = false) {
        self.init(name, at: place, alarm: isAlarm ? .always : .never)
    }

    /// A remark of these parts, with its rule for alarms.
    public init(_ name: String, at place: String, alarm: Alarm) {
        self.name = name
        self.place = place
        self.alarm = alarm
    }
}
