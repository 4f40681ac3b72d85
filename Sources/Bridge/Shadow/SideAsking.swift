import Evidence
import SMSPContract

/// Asks either side about one message for the sake of a comparison, and enters each asking in the audit.
///
/// It decides nothing: who is asked, when, and how often is for whoever compares.
///
/// - SeeAlso: docs/evidence.md §2; decision D51.
struct SideAsking: Sendable {
    let context: CallContext
    /// The state of the route; nil where somebody's command is what is followed.
    let state: CutoverState?
    let fhir: FHIRLeg
    /// nil for a site without a legacy endpoint.
    let legacy: LegacyLeg?
    /// How long PDS FHIR may take.
    let deadline: Duration
    let mappingHash: String
    /// nil where nobody is asked anything: what is compared was stored.
    let audit: (any AuditJournal)?
    /// nil where nobody looks at any.
    let metrics: BridgeMetrics?

    /// What a side answered, and how that came about.
    struct Asked: Sendable {
        /// What a client would have got.
        let answer: WireAnswer
        let record: CallRecord
    }

    /// The record of an asking at its beginning.
    func record(_ purpose: AuditedPurpose) -> CallRecord {
        var record = CallRecord(context.outline)
        (record.siteID, record.state, record.purpose) = (context.site.id, state, purpose)
        return record
    }

    /// What PDS FHIR answers to `call`.
    ///
    /// - Parameters:
    ///   - started: since when its deadline runs.
    ///   - record: as far as the reading of the message has come; nil for one of its own.
    func askFHIR(
        _ call: SMSPCall,
        _ purpose: AuditedPurpose,
        started: ContinuousClock.Instant = .now,
        record: CallRecord? = nil
    ) async -> Asked {
        var record = record ?? self.record(purpose)
        let answer = await fhir.ask(call, in: context, started: started, budget: deadline, record: &record)
        enter(record)
        return Asked(answer: answer, record: record)
    }

    /// What the legacy endpoint answers; nil for a site that has none.
    func askLegacy(_ purpose: AuditedPurpose) async -> Asked? {
        guard let legacy else { return nil }
        var record = record(purpose)
        let answer = await legacy.answer(context, record: &record)
        enter(record)
        return Asked(answer: answer, record: record)
    }

    /// What PDS finds when it is asked for the same person without the postcode: it finds no restricted one with it
    /// (decision D23).
    func askWithoutPostcode(
        _ call: SMSPCall,
        _ purpose: AuditedPurpose,
        started: ContinuousClock.Instant = .now,
        legacy: ComparedAnswer
    ) async -> ComparisonFacts.WithoutPostcode {
        let asked = await askFHIR(call.withoutPostcode(), purpose, started: started)
        let answer = ComparedAnswer(asked.answer)
        let isThatPerson = answer.nhsNumber != nil && answer.nhsNumber == legacy.nhsNumber
        return isThatPerson && asked.record.patientRecord?.isRestricted == true ? .restricted : .other
    }

    private func enter(_ record: CallRecord) {
        for upstream in record.upstreams { metrics?.backendEnded(upstream.backend, latency: upstream.latency) }
        for diagnostic in record.diagnostics { metrics?.noted(diagnostic) }
        guard let audit else { return }
        let latency = record.upstreams.reduce(Duration.zero) { $0 + $1.latency }
        audit.enqueue(.call(record.audited(by: audit, latency: latency, mappingHash: mappingHash)))
    }
}

extension ComparedAnswer {
    /// An answer as a client would have got it.
    init(_ answer: WireAnswer) {
        self.init(status: answer.status, body: answer.body)
    }
}

extension AnswerComparison {
    /// Whether the difference may be that PDS finds no restricted person by postcode (decision D23).
    func isRestrictionPossible(_ call: SMSPCall?, legacy: ComparedAnswer) -> Bool {
        guard verdict == .mismatch, let request = call?.request, request.postcode != nil, legacy.nhsNumber != nil,
            outcomes.fhir == ResponseCode.noMatch.rawValue
        else { return false }
        // getNHSNumber does not tell where anybody lives, so that nothing but asking tells.
        return request.operation == .getNHSNumber || strata.legacy.contains(.restricted)
    }
}
