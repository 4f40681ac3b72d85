import Evidence
import NHSIdentifiers
import SMSPContract

extension ShadowRunner {
    /// Asks the other side about a call and compares; nil for a call that is not in the sample, or is dropped.
    func firstAsking(_ candidate: ShadowCandidate) async -> AskedPair? {
        let context = candidate.context
        guard let operation = context.outline.operation else { return dropped(.operationUnknown) }
        guard .now - candidate.answered < candidate.parts.settings.deadline else { return dropped(.late) }
        guard audit.status.isWritable else { return dropped(.auditUnavailable) }
        let asking = asking(candidate, context)
        var record = asking.record(.shadow)
        let reading = asking.fhir.read(context, record: &record)
        let legacy = ComparedAnswer(candidate.answer)
        let question = Question(candidate, operation: operation, reading: reading, number: record.subject)
        if let key = question.key, !candidate.parts.routingKey.samples(key, share: candidate.parts.settings.sample) {
            return nil
        }
        let (today, latency) = (now().day, candidate.legacyLatency)
        switch reading {
        case .refused(let own):
            // The bridge's own verdict is held against the legacy answer's code, and PDS is not asked (D33).
            let asked = SideAsking.Asked(answer: own, record: record)
            return question.pair(legacy, asked, latency: latency, today: today)
        case .call(let call):
            // There is nothing to hold an answer of PDS against.
            guard candidate.isOfLegacy else {
                let asked = SideAsking.Asked(answer: candidate.answer, record: record)
                return question.pair(legacy, asked, isFHIRAsked: false, latency: nil, today: today)
            }
            let asked = await asking.askFHIR(call, .shadow, started: candidate.answered, record: record)
            // Second askings are a share of what PDS was asked for comparing.
            again.earn(candidate.parts.settings.reaskShare)
            let pair = question.pair(legacy, asked, latency: latency, today: today)
            guard pair.comparison.isRestrictionPossible(call, legacy: legacy), again.spend() else { return pair }
            // Part of the first comparison: its purpose is that of the first asking.
            let found = await asking.askWithoutPostcode(call, .shadow, started: candidate.answered, legacy: legacy)
            return question.pair(legacy, asked, latency: latency, withoutPostcode: found, today: today)
        }
    }

    /// Asks both sides again; the legacy endpoint only as long as the message says that it is of use, and the first
    /// answer stands for a second one otherwise.
    func secondAsking(_ candidate: ShadowCandidate, call: SMSPCall, first: AskedPair) async -> AskedPair? {
        guard audit.status.isWritable else { return nil }
        let context = candidate.context
        let asking = asking(candidate, context)
        let operation = call.request.operation
        let question = Question(
            candidate,
            operation: operation,
            reading: .call(call),
            number: call.request.nhsNumber
        )
        var legacy: SideAsking.Asked?
        if let expires = (try? context.outline.message.get())?.expires, now() < expires {
            legacy = await asking.askLegacy(.reask)
        }
        let answer = legacy.map { ComparedAnswer($0.answer) } ?? first.legacy
        let latency = legacy?.record.upstreams.last?.latency
        let asked = await asking.askFHIR(call, .reask)
        let pair = question.pair(answer, asked, latency: latency, today: now().day)
        guard pair.comparison.isRestrictionPossible(call, legacy: answer) else { return pair }
        // What it found a moment ago stands where one more asking is not paid for.
        let found =
            again.spend() ? await asking.askWithoutPostcode(call, .reask, legacy: answer) : first.withoutPostcode
        return question.pair(answer, asked, latency: latency, withoutPostcode: found, today: now().day)
    }

    private func dropped(_ reason: DroppedComparison) -> AskedPair? {
        metrics.dropped(reason)
        return nil
    }

    private func asking(_ candidate: ShadowCandidate, _ context: CallContext) -> SideAsking {
        let parts = candidate.parts
        return SideAsking(
            context: context,
            state: .shadow,
            fhir: FHIRLeg(reader: candidate.snapshot.reader, backend: parts.fhir, responses: responses, ids: ids),
            legacy: parts.legacies[candidate.site.id].map { LegacyLeg(endpoint: $0.endpoint, responses: responses) },
            deadline: parts.settings.deadline,
            mappingHash: candidate.snapshot.mapping.hash,
            audit: audit,
            metrics: metrics
        )
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
    ///
    /// - Parameters:
    ///   - isFHIRAsked: whether `asked` is the other side's answer at all.
    ///   - latency: that of the legacy endpoint.
    func pair(
        _ legacy: ComparedAnswer,
        _ asked: SideAsking.Asked,
        isFHIRAsked: Bool = true,
        latency: Duration?,
        withoutPostcode: ComparisonFacts.WithoutPostcode? = nil,
        today: String
    ) -> AskedPair {
        let comparison = candidate.parts.table.compare(
            legacy: legacy,
            fhir: ComparedAnswer(asked.answer),
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
            fhir: !isFHIRAsked ? .notAsked : asked.record.failure == .busy ? .busy : .answered,
            latencies: (latency, asked.record.upstreams.last { $0.backend == .fhir }?.latency),
            patientRecord: asked.record.patientRecord,
            outcomeRow: asked.record.outcomeRow,
            subject: legacy.nhsNumber.map { .number($0) } ?? key,
            withoutPostcode: withoutPostcode
        )
    }
}
