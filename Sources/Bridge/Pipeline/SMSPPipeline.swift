import FoundationEssentials
public import Logging
public import SMSPContract

/// Takes a request from the listener to its answer: site, route, backend, audit.
///
/// Where the legacy endpoint is to answer, only size, time, TLS, the site and the audit can refuse (D33, D62). Where
/// PDS FHIR is, everything that the contract asks is checked first (D54).
public struct SMSPPipeline: CallHandler {
    private let snapshots: CurrentSnapshot
    private let gates = SiteLimiter()
    private let shadow: ShadowQueue
    private let audit: any AuditJournal
    private let metrics: BridgeMetrics
    private let responses: FailureResponses
    private let ids: UUIDSource
    private let logger: Logger

    /// A pipeline that answers each call by the snapshot current when it begins.
    ///
    /// - Parameter shadow: takes calls that are to be compared once they are answered.
    public init(
        snapshots: CurrentSnapshot,
        shadow: ShadowQueue,
        audit: any AuditJournal,
        metrics: BridgeMetrics,
        ids: UUIDSource,
        logger: Logger
    ) {
        self.snapshots = snapshots
        self.shadow = shadow
        self.audit = audit
        self.metrics = metrics
        self.responses = FailureResponses(ids: ids)
        self.ids = ids
        self.logger = logger
    }

    /// Answers `request`, enters it in the audit and logs one line about it.
    public func answer(_ request: WireRequest) async -> WireAnswer {
        metrics.callBegan()
        let snapshot = snapshots.value
        let arrival = MessageOutline(request)
        var record = CallRecord(arrival)
        var answer = await answer(request, arrival: arrival, snapshot: snapshot, record: &record)
        let hash = snapshot.mapping.hash
        let entry = record.audited(by: audit, latency: .now - request.started, mappingHash: hash)
        if record.state == .fhir {
            do throws(AuditUnavailable) {
                try await audit.append(.call(entry))
            } catch {
                // An answer that cannot be accounted for is not given (D62).
                audit.enqueue(.call(entry))
                record.diagnostics.append(CallDiagnostic("auditUnavailable", isAlarm: true))
                if snapshot.whenUnavailable.fhir == .refuse {
                    let site = snapshot.states.sites.sites.first { $0.id == record.siteID }
                    let profile = site?.profile ?? SiteProfile()
                    answer = ownFailure(request, arrival: arrival, profile: profile, record: &record)
                }
            }
        } else {
            audit.enqueue(.call(entry))
        }
        let latency = .now - request.started
        // A caller who left before the legacy endpoint answered has an answer of nobody.
        let isLeft = Task.isCancelled && record.backend == nil
        if record.state == .shadow, !isLeft {
            shadow.offer(request, answer: answer, record: record, snapshot: snapshot)
        }
        record.log(to: logger, status: answer.status, latency: latency, mappingHash: hash)
        record.count(in: metrics, latency: latency)
        return answer
    }

    /// The bare HTTP status that each refusal is owed; a fault that asks for another try where that makes sense (D10).
    public func refuse(_ refusal: ListenerRefusal) -> WireAnswer {
        logger.info("refused", metadata: ["refusal": "\(refusal.rawValue)"])
        metrics.refused(refusal.rawValue)
        return switch refusal {
        case .bodyTooLarge: WireAnswer(status: 413)
        case .lengthRequired: WireAnswer(status: 411)
        case .methodNotAllowed: WireAnswer(status: 405)
        case .malformed: WireAnswer(status: 400)
        case .overloaded, .stopping: responses.retryLater()
        }
    }

    /// The service description of all five operations.
    public func wsdl(location: String) -> WireAnswer {
        .soap(WSDL.document(location: location), status: 200)
    }

    /// Whether the certificate of a connection may act for any site.
    public func admits(_ connection: ConnectionFacts) -> Bool {
        snapshots.value.states.sites.admits(connection)
    }

    /// How many calls of each site wait for their turn; sites without any are left out.
    public var waiting: [String: Int] { gates.waiting }

    // MARK: - One call

    private func answer(
        _ request: WireRequest,
        arrival: MessageOutline,
        snapshot: BridgeSnapshot,
        record: inout CallRecord
    ) async -> WireAnswer {
        let sites = snapshot.states.sites
        guard
            let site = sites.site(
                connection: request.connection,
                path: request.path,
                identities: arrival.identities
            )
        else {
            return responses.fault(.callerUnknown, record: &record)
        }
        record.siteID = site.id
        var passed = record
        let answer = await gates.pass(site.id, limit: snapshot.concurrentPerSite) {
            await route(request, arrival: arrival, site: site, snapshot: snapshot, record: &passed)
        }
        record = passed
        return answer
            ?? responses.failure(
                .busy,
                of: arrival.operation,
                to: record.messageID,
                profile: site.profile,
                now: request.receivedAt,
                record: &record
            )
    }

    /// Sends the call where its route leads.
    private func route(
        _ request: WireRequest,
        arrival: MessageOutline,
        site: Site,
        snapshot: BridgeSnapshot,
        record: inout CallRecord
    ) async -> WireAnswer {
        let route = arrival.operation.map { snapshot.states.route(of: site.id, $0) }
        // A message that names no operation goes where all of the site's go (D33).
        let state = route?.state ?? (snapshot.states.isAllLegacy(site.id) ? .legacy : .fhir)
        record.state = state
        let legacy = snapshot.legacies[site.id].map { LegacyLeg(endpoint: $0, responses: responses) }
        let isAudited = audit.status.isWritable
        switch state {
        case .legacy, .shadow:
            guard isAudited || snapshot.whenUnavailable.legacy == .continue, let legacy else {
                return ownFailure(request, arrival: arrival, profile: site.profile, record: &record)
            }
            return await legacy.answer(request, operation: arrival.operation, site: site, record: &record)
        case .fhir:
            guard isAudited || snapshot.whenUnavailable.fhir == .continue, let fhir = snapshot.fhir else {
                return ownFailure(request, arrival: arrival, profile: site.profile, record: &record)
            }
            let fallback = site.fallsBack && route?.isFrozen == false ? legacy : nil
            let leg = FHIRLeg(reader: snapshot.reader, backend: fhir, responses: responses, ids: ids)
            let call: SMSPCall
            switch leg.read(request, arrival: arrival, site: site, record: &record) {
            case .refused(let answer): return answer
            case .call(let read): call = read
            }
            let outcome = await leg.ask(
                call,
                of: request,
                site: site,
                started: request.started,
                deadline: (site.profile.deadline ?? snapshot.deadline) * (fallback == nil ? 1 : 0.6),
                record: &record
            )
            switch outcome {
            case .answered(let answer): return answer
            case .outage(let answer):
                guard let fallback, !Task.isCancelled else { return answer }
                record.diagnostics.append(CallDiagnostic("fallback"))
                return await fallback.answer(request, operation: arrival.operation, site: site, record: &record)
            }
        }
    }

    /// The answer to a call that the bridge itself fails (decision D9).
    private func ownFailure(
        _ request: WireRequest,
        arrival: MessageOutline,
        profile: SiteProfile,
        record: inout CallRecord
    ) -> WireAnswer {
        responses.failure(
            .internalError,
            of: arrival.operation,
            to: record.messageID,
            profile: profile,
            now: request.receivedAt,
            record: &record
        )
    }
}
