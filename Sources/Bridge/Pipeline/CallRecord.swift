import Evidence
import Logging
import NHSIdentifiers
import SMSPContract

/// The facts of one call when it ends: the material of its log line, its metrics and its audit entry.
///
/// It is filled as the call goes through the pipeline, so that a call which ends early says how far it came. What goes
/// to the log is never patient data: ids, codes, names of the contract and figures only.
struct CallRecord: Sendable {
    var siteID: String?
    /// Who called.
    var caller: CallerFacts?
    /// The metadata of a caller of no site; empty for any other.
    var refusedCaller: Logger.Metadata = [:]
    /// The hash of the site's profile; nil until the site is known.
    var profileHash: String?
    var operation: SMSPOperation?
    /// The service that was called instead of an operation; nil if none was.
    var otherService: ITKService?
    /// The state of the route; nil until it is known.
    var state: CutoverState?
    /// The purpose of the call.
    var purpose: AuditedPurpose = .answer
    /// The backend whose answer the caller got; nil when the bridge itself answered.
    var backend: AuditedBackend?
    var correlationID: String?
    /// `wsa:MessageID`, `itk:header/@trackingid` and the audit identities as they were sent: for the audit alone, but
    /// where the text is a UUID.
    var messageID: String?
    var trackingID: String?
    var identities: [AuditIdentity] = []
    /// The requested number, or else the one in the answer: for the audit alone, as a token.
    var subject: NHSNumber?
    /// The response code, the fault or the HTTP status that the caller got; `callerLeft` and the side that was asked for
    /// one who left before.
    var outcome = ""
    /// True if the caller left before there was an answer.
    private(set) var hasCallerLeft = false
    /// The reason of a refusal; nil if the request was not refused.
    var refusal: String?
    /// The reason why no backend answered; nil if one did, or none was called.
    var failure: BackendFailure?
    /// The record that PDS FHIR's answer was made from; nil when none was read.
    var patientRecord: RecordFacts?
    /// The line of `outcomes.csv` by which PDS FHIR's answer has its code; nil where none was looked up.
    var outcomeRow: Int?
    var corrections: [LenientReading] = []
    var diagnostics: [CallDiagnostic] = []
    var upstreamRequestIDs: [String] = []
    /// The latency of each backend that was called, with or without an answer, in order.
    var upstreams: [(backend: AuditedBackend, latency: Duration)] = []

    /// The facts of the requests to each backend, for the log.
    var upstreamLog = UpstreamLog()

    /// The latency of all backends together; nil if none was called.
    private var upstreamLatency: Duration? {
        upstreams.isEmpty ? nil : upstreams.reduce(.zero) { $0 + $1.latency }
    }

    init() {}

    /// The record of a call at its beginning.
    init(_ outline: MessageOutline) {
        let message = try? outline.message.get()
        operation = outline.operation
        otherService = outline.otherService
        messageID = message?.messageID
        trackingID = message?.trackingID
        identities = outline.identities
        subject = message?.nhsNumberAsked
    }

    /// Enters the answer of PDS FHIR.
    mutating func take(_ answer: BackendAnswer) {
        if let latency = answer.latency { upstreams.append((.fhir, latency)) }
        upstreamLog.enter(.fhir, answer.facts)
        diagnostics += answer.diagnostics
        upstreamRequestIDs += answer.upstreamRequestIDs
        patientRecord = answer.record
        outcomeRow = answer.outcomeRow
        if case .success = answer.outcome { backend = .fhir }
    }

    /// Enters the answer of a legacy endpoint, decompressed and converted as a client reads it (decision D69).
    mutating func take(_ answer: WireAnswer) {
        let received: ReceivedAnswer
        do throws(UnreadableAnswer) {
            received = try AnswerReader.read(answer)
        } catch {
            outcome = "HTTP \(answer.status)"
            diagnostics.append(CallDiagnostic("legacyAnswerUnreadable", at: error.rawValue))
            return
        }
        switch received {
        case .coded(_, let code, let leaves):
            outcome = ResponseCode(rawValue: code)?.rawValue ?? "another code"
            let number = leaves.first { $0.leaf == .nhsNumber }.flatMap { NHSNumber($0.value) }
            subject = subject ?? number
        case .fault(_, let code, _): outcome = ["fault", code.flatMap(ToolkitErrorCode.init)?.rawValue].spaced
        }
    }

    /// Makes the alarms that tell of a refused request remarks.
    mutating func remarkOnRefusedRequest() {
        diagnostics = diagnostics.map {
            $0.name == CallDiagnostic.requestRefused ? CallDiagnostic($0.name, at: $0.place) : $0
        }
    }

    /// Enters that the caller left: whatever was made for it is no answer to anyone.
    mutating func callerLeft() {
        hasCallerLeft = true
        (backend, refusal, failure) = (nil, nil, nil)
        outcome = "callerLeft \(asked.rawValue)"
    }

    /// The side that a call has reached, PDS FHIR before the legacy endpoint: whether a person was asked for there is
    /// what the audit has to tell.
    private var asked: AskedSide {
        let sides = upstreams.map(\.backend)
        return sides.contains(.fhir) ? .fhir : sides.contains(.legacy) ? .legacy : .none
    }

    /// The entry of the call in the audit journal.
    func audited(by journal: any AuditJournal, latency: Duration, mappingHash: String) -> AuditedCall {
        var call = AuditedCall()
        call.messageID = messageID.map { $0.cut(toBytes: AuditedCall.idBytes) }
        call.trackingID = trackingID.map { $0.cut(toBytes: AuditedCall.idBytes) }
        call.auditIdentities = AuditedCall.kept(identities)
        call.site = siteID
        call.operation = operation
        call.otherService = otherService?.name
        call.purpose = purpose
        call.backend = backend
        call.fhirRequestIDs = upstreamRequestIDs
        call.code = outcome
        call.latencyMilliseconds = Int(latency.milliseconds)
        call.upstreamMilliseconds = upstreamLatency.map { Int($0.milliseconds) }
        call.mappingHash = mappingHash
        call.profileHash = backend == .fhir ? profileHash : nil
        call.subject = subject.map { journal.subject($0.digits) }
        call.certificate = caller?.certificate
        call.certificateSubject = caller?.subject
        call.peer = caller?.peer
        return call
    }

    /// Turns the alarms into remarks that were raised before and concern any number of records.
    mutating func settleAlarms(in metrics: BridgeMetrics, mappingHash: String) {
        diagnostics = metrics.settle(diagnostics, mappingHash: mappingHash)
    }

    /// The operation as log and metrics name it; nil if it is unknown.
    private var operationLabel: String? {
        operation?.rawValue ?? otherService.map { _ in AuditedCall.otherOperation }
    }

    /// Counts the call.
    func count(in metrics: BridgeMetrics, latency: Duration) {
        if hasCallerLeft {
            metrics.callerLeft(operation: operationLabel, asked: asked)
        } else {
            metrics.callEnded(
                site: siteID,
                operation: operationLabel,
                backend: backend,
                outcome: outcome,
                latency: latency
            )
        }
        for upstream in upstreams { metrics.backendEnded(upstream.backend, latency: upstream.latency) }
        if let refusal { metrics.refused(refusal) }
        if let siteID { for correction in corrections { metrics.corrected(site: siteID, correction) } }
        for diagnostic in diagnostics { metrics.noted(diagnostic) }
    }

    /// The line of the call, and one for each alarm.
    ///
    /// - Parameter status: The HTTP status of the answer; nil if there is none.
    func log(to logger: Logger, status: Int?, latency: Duration, mappingHash: String) {
        var metadata: Logger.Metadata = [
            "outcome": "\(outcome)",
            "latencyMs": .stringConvertible(latency.milliseconds),
            "mapping": "\(mappingHash)",
        ]
        metadata["status"] = status.map { .stringConvertible($0) }
        metadata["site"] = siteID.map { "\($0)" }
        metadata["operation"] = operationLabel.map { "\($0)" }
        metadata["state"] = state.map { "\($0.rawValue)" }
        metadata["backend"] = backend.map { "\($0.rawValue)" }
        metadata["upstreamMs"] = upstreamLatency.map { .stringConvertible($0.milliseconds) }
        metadata["upstreams"] = upstreamLog.metadata(outcomeRow: outcomeRow)
        metadata["correlationID"] = correlationID.map { "\($0)" }
        // Any other text is the client's own and not logged.
        metadata["messageID"] = messageID.flatMap { UUIDText.uuid(in: $0) }.map { "\($0)" }
        metadata["refusal"] = refusal.map { "\($0)" }
        if !corrections.isEmpty { metadata["corrections"] = .array(corrections.map { .string($0.rawValue) }) }
        if !upstreamRequestIDs.isEmpty {
            metadata["fhirRequestIDs"] = .array(upstreamRequestIDs.map { .string($0) })
        }
        let remarks = diagnostics.filter { !$0.isAlarm }
        var lineMetadata = metadata.merging(caller?.metadata ?? [:]) { own, _ in own }
        lineMetadata.merge(refusedCaller) { own, _ in own }
        if !remarks.isEmpty { lineMetadata["notes"] = .array(remarks.map { .string($0.text) }) }
        logger.info("call", metadata: lineMetadata)
        logAlarms(to: logger, metadata: metadata)
    }

    /// A line for each alarm.
    ///
    /// - Parameter metadata: the facts of the call.
    func logAlarms(to logger: Logger, metadata: Logger.Metadata) {
        for alarm in diagnostics where alarm.isAlarm {
            var metadata = metadata
            metadata["alarm"] = "\(alarm.text)"
            logger.error("alarm", metadata: metadata)
        }
    }
}

/// The side that a call had reached when its caller left.
enum AskedSide: String, Sendable, Hashable {
    /// None of them: the call waited, or was still being read.
    case none
    /// The legacy endpoint alone.
    case legacy
    /// PDS FHIR.
    case fhir
}

extension CallDiagnostic {
    /// The diagnostic as log lines show it.
    fileprivate var text: String { place.isEmpty ? name : "\(name) \(place)" }
}

extension [String?] {
    /// The words that are there, with spaces between them.
    fileprivate var spaced: String { compactMap(\.self).joined(separator: " ") }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
