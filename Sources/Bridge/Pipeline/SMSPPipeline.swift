import Evidence
import FoundationEssentials
public import Logging
public import SMSPContract

/// The route of a call from the listener's request to its answer.
///
/// ``answer(_:)`` tells the seven steps from top to bottom. Where the legacy endpoint answers, only size, time, TLS, the
/// site and the audit can refuse a call (D33, D62). Where PDS FHIR answers, everything that the contract demands is
/// checked first (D54).
public struct SMSPPipeline: CallHandler {
    private let snapshots: CurrentSnapshot
    private let limiter = SiteLimiter()
    private let comparisons: ComparisonQueue
    private let audit: any AuditJournal
    private let metrics: BridgeMetrics
    private let responses: FailureResponses
    private let ids: UUIDSource
    private let logger: Logger

    /// Creates a pipeline that answers each call by the snapshot current when it begins.
    ///
    /// - Parameter comparisons: The queue of answered calls that are to be compared.
    public init(
        snapshots: CurrentSnapshot,
        comparisons: ComparisonQueue,
        audit: any AuditJournal,
        metrics: BridgeMetrics,
        ids: UUIDSource,
        logger: Logger
    ) {
        self.snapshots = snapshots
        self.comparisons = comparisons
        self.audit = audit
        self.metrics = metrics
        self.responses = FailureResponses(ids: ids)
        self.ids = ids
        self.logger = logger
    }

    /// Answers `request`, enters it in the audit and logs one line about it.
    public func answer(_ request: WireRequest) async -> WireAnswer {
        // The listener has kept the request within its limits of size and time, and `request.connection` says what TLS
        // has established of the caller.
        metrics.callBegan()

        // 1. One snapshot answers the whole call: a reload or a change of state meanwhile is for later calls.
        let snapshot = snapshots.value

        // 2. The message is read as far as routing and the audit need; one that cannot be read goes on all the same.
        let outline = MessageOutline(request)
        var record = CallRecord(outline)
        record.caller = CallerFacts(request.connection)

        // 3. Certificate, path and audit identity decide the site.
        let site = snapshot.states.sites.site(
            connection: request.connection,
            path: request.path,
            identities: outline.identities
        )
        var answer: WireAnswer
        if let site {
            let call = CallContext(request: request, outline: outline, site: site)
            (record.siteID, record.profileHash) = (site.id, site.profileHash)
            // 4. The state of the operation says which leg makes the answer; a message for another service than the
            //    operations has the legacy leg.
            let route = snapshot.states.route(of: site, outline)
            record.state = route.state
            var routed = record
            // 5. The call waits for a place among those of its site on this leg, and the leg makes the answer.
            let latestTurn = ContinuousClock.now + snapshot.patience(on: route, of: site)
            let placed = await limiter.pass(
                SiteLimiter.Line(site: site.id, leg: route.state == .fhir ? .fhir : .legacy),
                limit: snapshot.concurrentPerSite,
                latestTurn: latestTurn
            ) {
                await self.answer(call, by: route, latestTurn: latestTurn, snapshot: snapshot, record: &routed)
            }
            record = routed
            answer = placed ?? responses.failure(.busy, in: call, record: &record)
            if Task.isCancelled { record.callerLeft() }
            // 6. The audit has an entry of the call: before the answer leaves if it discloses what PDS FHIR said.
            answer = await account(for: answer, to: call, snapshot: snapshot, record: &record)
        } else {
            let sites = snapshot.states.sites
            answer = responses.unidentified(
                request,
                outline,
                mayBeForASite: sites.mayServe(connection: request.connection, path: request.path),
                record: &record
            )
            record.refusedCaller =
                record.caller?.refusalMetadata(
                    path: request.path,
                    reason: sites.reason(of: request.connection, path: request.path)
                ) ?? [:]
            audit.enqueue(entry(of: record, for: request, snapshot: snapshot))
        }

        // 7. The answer is final. A call in `shadow` is offered to the comparison, which takes the bytes or drops them
        //    and is never waited for. A caller who left before it was made has none to compare.
        let latency = .now - request.started
        if record.state == .shadow {
            comparisons.offer(request, answer: answer, record: record, snapshot: snapshot)
        }
        record.settleAlarms(in: metrics, mappingHash: snapshot.mapping.hash)
        record.log(
            to: logger,
            status: record.hasCallerLeft ? nil : answer.status,
            latency: latency,
            mappingHash: snapshot.mapping.hash
        )
        record.count(in: metrics, latency: latency)
        return answer
    }

    // MARK: - The legs

    /// Has the leg of `route` answer, if the audit can be written or the configuration does without it.
    private func answer(
        _ call: CallContext,
        by route: CutoverStates.Route,
        latestTurn: ContinuousClock.Instant,
        snapshot: BridgeSnapshot,
        record: inout CallRecord
    ) async -> WireAnswer {
        let isAudited = audit.status.isWritable
        let legacy = snapshot.legacies[call.site.id].map { LegacyLeg(endpoint: $0, responses: responses) }
        switch route.state {
        case .legacy, .shadow:
            guard let legacy, isAudited || snapshot.whenUnavailable.legacy == .continue else { break }
            return await legacy.answer(call, latestTurn: latestTurn, record: &record)
        case .fhir:
            guard let backend = snapshot.fhir, isAudited || snapshot.whenUnavailable.fhir == .continue else { break }
            let leg = FHIRLeg(reader: snapshot.reader, backend: backend, responses: responses, ids: ids)
            let fallback = call.site.fallsBack && !route.isFrozen ? legacy : nil
            let budget = call.site.profile.deadline ?? snapshot.deadline
            return await answer(call, by: leg, within: budget, fallback: fallback, record: &record)
        }
        // The state of the route and the snapshot's backends disagree, or the audit is missing (D9).
        return responses.failure(.internalError, in: call, record: &record)
    }

    /// Has PDS FHIR answer, and `fallback` if PDS FHIR is out of reach (D7) or refuses what the bridge sends (D63).
    private func answer(
        _ call: CallContext,
        by leg: FHIRLeg,
        within budget: Duration,
        fallback: LegacyLeg?,
        record: inout CallRecord
    ) async -> WireAnswer {
        switch leg.read(call, record: &record) {
        case .refused(let answer): return answer
        case .call(let query):
            let answer = await leg.ask(
                query,
                in: call,
                started: call.request.started,
                // A part of the budget is left for the legacy endpoint (D35).
                budget: budget * (fallback == nil ? 1 : 0.6),
                record: &record
            )
            guard let failure = record.failure, failure.isOutage, let fallback, !Task.isCancelled else { return answer }
            // A refused request is an alarm where nobody else answers (D63).
            if failure == .requestRefused { record.remarkOnRefusedRequest() }
            record.diagnostics.append(CallDiagnostic("fallback"))
            return await fallback.answer(call, record: &record)
        }
    }

    // MARK: - The audit

    /// Enters the call in the audit.
    ///
    /// - Returns: `answer`, or a failure in its place if the answer must not be given unaccounted for (D62).
    private func account(
        for answer: WireAnswer,
        to call: CallContext,
        snapshot: BridgeSnapshot,
        record: inout CallRecord
    ) async -> WireAnswer {
        let entry = entry(of: record, for: call.request, snapshot: snapshot)
        guard record.state == .fhir, !record.hasCallerLeft else {
            audit.enqueue(entry)
            return answer
        }
        do throws(AuditUnavailable) {
            try await audit.append(entry)
            return answer
        } catch {
            audit.enqueue(entry)
            record.diagnostics.append(CallDiagnostic("auditUnavailable", isAlarm: true))
            guard snapshot.whenUnavailable.fhir == .refuse else { return answer }
            return responses.failure(.internalError, in: call, record: &record)
        }
    }

    private func entry(of record: CallRecord, for request: WireRequest, snapshot: BridgeSnapshot) -> AuditEvent {
        .call(record.audited(by: audit, latency: .now - request.started, mappingHash: snapshot.mapping.hash))
    }
}

// MARK: - Requests that no call is made of

extension SMSPPipeline {
    /// The bare HTTP status of each refusal; a fault that asks for another try where that makes sense (D10).
    public func refuse(_ refusal: ListenerRefusal) -> WireAnswer {
        logger.info("refused", metadata: ["refusal": "\(refusal.rawValue)", "reason": "\(refusal.reason)"])
        metrics.refused(refusal.rawValue)
        return switch refusal {
        case .bodyTooLarge: WireAnswer(status: 413)
        case .lengthRequired: WireAnswer(status: 411)
        case .methodNotAllowed: WireAnswer(status: 405)
        case .headTooLarge, .tooManyFields: .plain(refusal.reason, status: 431)
        case .ambiguousPath: .plain(refusal.reason, status: 400)
        case .malformed: WireAnswer(status: 400)
        case .overloaded, .stopping: responses.retryLater()
        }
    }

    /// The service description of all operations.
    public func wsdl(location: String) -> WireAnswer {
        .soap(WSDL.document(location: location), status: 200)
    }

    /// True if the certificate of a connection may act for any site.
    public func admits(_ connection: ConnectionFacts) -> Bool {
        snapshots.value.states.sites.admits(connection)
    }

    /// The number of calls of each site that wait for their turn; sites without any are left out.
    public var waiting: [String: Int] { limiter.waiting }
}
