import Comparison
import Evidence
import SMSPContract

extension ShadowRunner {
    /// Asks the other side about a call and compares; nil for a call that is not in the sample, or is dropped.
    func firstAsking(_ candidate: ShadowCandidate) async -> AskedPair? {
        let arrival = Arrival(candidate.request)
        guard let operation = arrival.operation else { return dropped(.operationUnknown) }
        guard .now - candidate.answered < candidate.parts.settings.deadline else { return dropped(.late) }
        guard audit.status.isWritable else { return dropped(.auditUnavailable) }
        var record = CallRecord(arrival)
        (record.siteID, record.state, record.purpose) = (candidate.site.id, .shadow, .shadow)
        let leg = leg(of: candidate)
        let reading = leg.read(candidate.request, arrival: arrival, site: candidate.site, record: &record)
        let legacy = ComparedAnswer(candidate.answer)
        let question = Question(candidate, operation: operation, reading: reading, number: record.subject)
        if let key = question.key, !candidate.parts.routingKey.samples(key, share: candidate.parts.settings.sample) {
            return nil
        }
        again.earn(candidate.parts.settings.reaskShare)
        switch reading {
        case .refused(let own):
            // The bridge's own verdict is held against the legacy answer's code, and PDS is not asked (D33).
            return question.pair(legacy, own, record: record, latency: candidate.legacyLatency, today: now().day)
        case .call(let call):
            // There is nothing to hold an answer of PDS against.
            guard candidate.isOfLegacy else {
                return question.pair(legacy, candidate.answer, record: record, latency: nil, today: now().day)
            }
            let answer = await ask(call, of: candidate, leg: leg, record: &record)
            var pair = question.pair(legacy, answer, record: record, latency: candidate.legacyLatency, today: now().day)
            if pair.isRestrictionPossible, again.spend() {
                let found = await askWithoutPostcode(call, of: candidate, leg: leg, legacy: legacy)
                pair = question.pair(
                    legacy,
                    answer,
                    record: record,
                    latency: candidate.legacyLatency,
                    withoutPostcode: found,
                    today: now().day
                )
            }
            return pair
        }
    }

    /// Asks both sides again; the legacy endpoint only as long as the message says that it is of use, and the first
    /// answer stands for a second one otherwise.
    func secondAsking(_ candidate: ShadowCandidate, call: SMSPCall, first: AskedPair) async -> AskedPair? {
        guard audit.status.isWritable else { return nil }
        let arrival = Arrival(candidate.request)
        let question = Question(
            candidate,
            operation: call.request.operation,
            reading: .call(call),
            number: call.request.nhsNumber
        )
        var legacy = first.legacy
        var latency: Duration?
        let expires = (try? arrival.message.get())?.expires
        if let endpoint = candidate.parts.legacies[candidate.site.id], expires.map({ now() < $0 }) ?? true {
            var record = CallRecord(arrival)
            (record.siteID, record.state, record.purpose) = (candidate.site.id, .shadow, .reask)
            let leg = LegacyLeg(endpoint: endpoint.endpoint, forms: forms)
            let answer = await leg.answer(
                candidate.request,
                operation: call.request.operation,
                site: candidate.site,
                record: &record
            )
            enter(record, of: candidate)
            legacy = ComparedAnswer(answer)
            latency = record.upstreams.last?.latency
        }
        var record = CallRecord(arrival)
        (record.siteID, record.state, record.purpose) = (candidate.site.id, .shadow, .reask)
        let answer = await ask(call, of: candidate, leg: leg(of: candidate), record: &record)
        return question.pair(legacy, answer, record: record, latency: latency, today: now().day)
    }

    private func dropped(_ reason: DroppedComparison) -> AskedPair? {
        metrics.dropped(reason)
        return nil
    }

    private func leg(of candidate: ShadowCandidate) -> FHIRLeg {
        FHIRLeg(reader: candidate.snapshot.reader, backend: candidate.parts.fhir, forms: forms, ids: ids)
    }

    private func ask(
        _ call: SMSPCall,
        of candidate: ShadowCandidate,
        leg: FHIRLeg,
        record: inout CallRecord
    ) async -> OutgoingAnswer {
        let outcome = await leg.ask(
            call,
            of: candidate.request,
            site: candidate.site,
            started: .now,
            deadline: candidate.parts.settings.deadline,
            record: &record
        )
        enter(record, of: candidate)
        return outcome.answer
    }

    /// What PDS finds when it is asked for the same person without the postcode: it finds no restricted one with it.
    private func askWithoutPostcode(
        _ call: SMSPCall,
        of candidate: ShadowCandidate,
        leg: FHIRLeg,
        legacy: ComparedAnswer
    ) async -> ComparisonFacts.WithoutPostcode {
        var record = CallRecord(Arrival(candidate.request))
        (record.siteID, record.state, record.purpose) = (candidate.site.id, .shadow, .reask)
        let answer = ComparedAnswer(await ask(call.withoutPostcode(), of: candidate, leg: leg, record: &record))
        let isThatPerson = answer.nhsNumber != nil && answer.nhsNumber == legacy.nhsNumber
        return isThatPerson && record.patientRecord?.isRestricted == true ? .restricted : .other
    }

    private func enter(_ record: CallRecord, of candidate: ShadowCandidate) {
        for upstream in record.upstreams { metrics.backendEnded(upstream.backend, latency: upstream.latency) }
        for note in record.notes { metrics.noted(note) }
        let latency = record.upstreams.reduce(Duration.zero) { $0 + $1.latency }
        let hash = candidate.snapshot.mapping.hash
        audit.enqueue(.call(record.audited(by: audit, latency: latency, mappingHash: hash)))
    }
}

/// What both sides are asked.
private struct Question {
    let candidate: ShadowCandidate
    let operation: SMSPOperation
    let call: SMSPCall?
    /// By whom it is drawn whether the call is compared; nil where nothing tells.
    let key: SubjectKey?

    /// - Parameter number: the number that the message asks about, whether or not it can be read as a call.
    init(_ candidate: ShadowCandidate, operation: SMSPOperation, reading: FHIRLeg.Reading, number: NHSNumber?) {
        self.candidate = candidate
        self.operation = operation
        switch reading {
        case .call(let call):
            self.call = call
            key = SubjectKey(call.request)
        case .refused:
            call = nil
            key = number.map { .number($0) }
        }
    }

    /// Both answers, compared.
    func pair(
        _ legacy: ComparedAnswer,
        _ answer: OutgoingAnswer,
        record: CallRecord,
        latency: Duration?,
        withoutPostcode: ComparisonFacts.WithoutPostcode? = nil,
        today: String
    ) -> AskedPair {
        let comparison = candidate.parts.table.compare(
            legacy: legacy,
            fhir: ComparedAnswer(answer),
            facts: ComparisonFacts(
                operation: operation,
                forms: call?.request.forms ?? [],
                site: candidate.site.id,
                withoutPostcode: withoutPostcode
            ),
            today: today
        )
        return AskedPair(
            period: candidate.parts.period(
                of: candidate.site,
                operation,
                mappingHash: candidate.snapshot.mapping.hash
            ),
            time: candidate.request.receivedAt,
            call: call,
            legacy: legacy,
            comparison: comparison,
            isFHIRAnswered: record.failure != .busy,
            latencies: (latency, record.upstreams.last { $0.backend == .fhir }?.latency),
            patientRecord: record.patientRecord,
            subject: legacy.nhsNumber.map { .number($0) } ?? key
        )
    }
}

extension AskedPair {
    /// Whether the difference may be that PDS finds no restricted person by postcode (decision D23).
    fileprivate var isRestrictionPossible: Bool {
        comparison.verdict == .mismatch && call?.request.postcode != nil && legacy.nhsNumber != nil
            && comparison.outcomes.fhir == ResponseCode.noMatch.rawValue
    }
}

extension ComparedAnswer {
    /// An answer as a client would have got it.
    fileprivate init(_ answer: OutgoingAnswer) {
        self.init(status: answer.status, body: answer.body)
    }
}
