import Evidence
import Logging
import SMSPContract

/// Queries of either side about one message for a comparison, each of them entered in the audit.
///
/// It decides nothing: the caller decides which side is queried, when, and how often.
///
/// - SeeAlso: docs/evidence.md §2; decision D51.
struct SideQueries: Sendable {
    let context: CallContext
    /// The state of the route; nil for a comparison on command.
    let state: CutoverState?
    let fhir: FHIRLeg
    /// nil for a site without a legacy endpoint.
    let legacy: LegacyLeg?
    /// The time that PDS FHIR may take.
    let deadline: Duration
    let mappingHash: String
    /// nil if both answers were stored, so that no side is queried.
    let audit: (any AuditJournal)?
    /// nil for a comparison on command.
    let metrics: BridgeMetrics?
    /// nil for a comparison on command.
    let logger: Logger?

    /// The answer of a side, and the record of the query.
    struct Answer: Sendable {
        /// The answer that a client would have got.
        let answer: WireAnswer
        let record: CallRecord
    }

    /// The record of a query at its beginning.
    func record(_ purpose: AuditedPurpose) -> CallRecord {
        var record = CallRecord(context.outline)
        (record.siteID, record.state, record.purpose) = (context.site.id, state, purpose)
        return record
    }

    /// Queries PDS FHIR.
    ///
    /// - Parameters:
    ///   - started: the time since which its deadline runs.
    ///   - record: the record in which the message was read; nil for one of its own.
    func queryFHIR(
        _ call: SMSPCall,
        _ purpose: AuditedPurpose,
        started: ContinuousClock.Instant = .now,
        record: CallRecord? = nil
    ) async -> Answer {
        var record = record ?? self.record(purpose)
        let answer = await fhir.ask(call, in: context, started: started, budget: deadline, record: &record)
        enter(record)
        return Answer(answer: answer, record: record)
    }

    /// Queries the legacy endpoint; nil for a site that has none.
    func queryLegacy(_ purpose: AuditedPurpose) async -> Answer? {
        guard let legacy else { return nil }
        var record = record(purpose)
        let answer = await legacy.answer(context, record: &record)
        enter(record)
        return Answer(answer: answer, record: record)
    }

    /// Queries PDS for the same person without the postcode, with which it finds no restricted one (decision D23).
    func queryWithoutPostcode(
        _ call: SMSPCall,
        _ purpose: AuditedPurpose,
        started: ContinuousClock.Instant = .now,
        legacy: ComparedAnswer
    ) async -> ComparisonFacts.WithoutPostcode {
        let fhir = await queryFHIR(call.withoutPostcode(), purpose, started: started)
        let answer = ComparedAnswer(fhir.answer)
        let isThatPerson = answer.nhsNumber != nil && answer.nhsNumber == legacy.nhsNumber
        return isThatPerson && fhir.record.patientRecord?.isRestricted == true ? .restricted : .other
    }

    private func enter(_ record: CallRecord) {
        var record = record
        if let metrics { record.settleAlarms(in: metrics, mappingHash: mappingHash) }
        if let logger { record.logAlarms(to: logger, metadata: alarmMetadata) }
        for upstream in record.upstreams { metrics?.backendEnded(upstream.backend, latency: upstream.latency) }
        for diagnostic in record.diagnostics { metrics?.noted(diagnostic) }
        guard let audit else { return }
        let latency = record.upstreams.reduce(Duration.zero) { $0 + $1.latency }
        audit.enqueue(.call(record.audited(by: audit, latency: latency, mappingHash: mappingHash)))
    }

    /// The facts of a query that the line of an alarm has.
    private var alarmMetadata: Logger.Metadata {
        [
            "site": "\(context.site.id)", "operation": "\(context.outline.operation?.rawValue ?? "")",
            "purpose": "comparison", "mapping": "\(mappingHash)",
        ]
    }
}
