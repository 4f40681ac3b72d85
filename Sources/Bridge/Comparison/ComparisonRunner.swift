import Dispatch
public import Evidence
public import FoundationEssentials
public import Logging
import NHSIdentifiers
public import SMSPContract

/// The worker of the queue of calls to compare.
///
/// The order of one call is this:
///
/// 1. The message is read, and the sample is drawn by the patient whom it is about.
/// 2. PDS FHIR is queried, and its answer compared with the one that the caller got. If PDS may have found no match only
///    because the patient is restricted, it is queried once more without the postcode.
/// 3. A mismatch, and a few of the matches, wait some seconds. Then both sides are queried again, and the second
///    comparison settles the verdict on the first (``Evidence/Requery``).
/// 4. The record goes to the ledger, and so does that of each call that was not compared, with the reason.
///
/// - SeeAlso: docs/evidence.md §2.
public final class ComparisonRunner: Sendable {
    private let queue: ComparisonQueue
    private let ledger: ComparisonLedger
    private let audit: any AuditJournal
    private let metrics: BridgeMetrics
    private let logger: Logger
    private let ids: UUIDSource
    private let now: @Sendable () -> Date
    private let responses: FailureResponses
    private let requery: Requery
    private let executor = ComparisonExecutor()

    /// Creates a runner that enters calls in `ledger`.
    ///
    /// - Parameters:
    ///   - requeryDelays: the shortest and the longest wait before both sides are queried again.
    ///   - random: a number from 0 up to 1, which draws the calls that are queried again and their wait.
    public init(
        queue: ComparisonQueue,
        ledger: ComparisonLedger,
        audit: any AuditJournal,
        metrics: BridgeMetrics,
        logger: Logger,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        requeryDelays: ClosedRange<Duration> = Requery.usualDelays,
        random: @escaping @Sendable () -> Double
    ) {
        self.queue = queue
        self.ledger = ledger
        self.audit = audit
        self.metrics = metrics
        self.logger = logger
        self.ids = ids
        self.now = now
        responses = FailureResponses(ids: ids)
        requery = Requery(delays: requeryDelays, random: random)
    }

    /// Works until ``stop()``, or until the task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            while let call = await queue.next() {
                group.addTask(executorPreference: executor, priority: .background) { [self] in
                    await compare(call)
                    queue.release(call)
                }
            }
            // Queries are given up: first ones are dropped, and calls that wait for a second one are recorded as they are.
            group.cancelAll()
        }
    }

    /// Accepts no more calls, and drops those that wait.
    public func stop() { queue.close() }

    // MARK: - One call

    private func compare(_ queued: QueuedCall) async {
        guard let first = await atItsPlace({ await firstQuery(queued) }) else { return }
        // A query that the end of the process cut off says nothing about either side.
        guard !Task.isCancelled else { return ledger.enter(queued, notComparedFor: .stopping) }
        guard let delay = delayOfRequery(after: first) else { return record(first.record(.first)) }
        // A match is recorded at once; the second query changes nothing about it.
        let isSettled = first.verdict != .mismatch
        if isSettled { record(first.record(.first)) }
        try? await Task.sleep(for: delay)
        await queue.enter()
        defer { queue.leave() }
        guard !Task.isCancelled, let second = await secondQuery(after: first), !Task.isCancelled else {
            if !isSettled { record(first.record(.first)) }
            return
        }
        if !isSettled {
            // Without a second answer of PDS FHIR the first verdict holds.
            let isAnswered = second.fhir == .answered
            let verdict = isAnswered ? first.verdict(after: second) : first.verdict
            record(first.record(.first, verdict: verdict, isRequeried: isAnswered))
        }
        record(second.record(.requery))
    }

    /// Does `work`, then gives back the place that came with the call.
    private func atItsPlace<Value: Sendable>(_ work: () async -> Value) async -> Value {
        defer { queue.leave() }
        return await work()
    }

    private func record(_ call: ComparedCall) { ledger.enter(call) }

    // MARK: - Queries

    /// Queries PDS FHIR and compares; nil for a call that is not compared, which is then in the ledger.
    private func firstQuery(_ queued: QueuedCall) async -> ComparedPair? {
        let context = queued.context
        let (parts, started) = (queued.parts, queued.answered)
        func leftOut(for reason: NotCompared, _ subject: SubjectKey? = nil) -> ComparedPair? {
            ledger.enter(queued, notComparedFor: reason, subject: subject)
            return nil
        }
        guard let operation = context.outline.operation else { return leftOut(for: .operationUnknown) }
        guard .now - started < parts.settings.deadline else { return leftOut(for: .late) }
        guard audit.status.isWritable else { return leftOut(for: .auditUnavailable) }
        let sides = sides(of: queued, context)
        var record = sides.record(.shadow)
        let reading = sides.fhir.read(context, record: &record)
        let question = Question(queued, operation: operation, reading: reading, number: record.subject)
        if let key = question.key, !parts.routingKey.samples(key, share: parts.settings.sample) {
            return leftOut(for: .notSampled, key)
        }
        let legacy = ComparedAnswer(queued.answer)
        func pair(
            _ fhir: SideQueries.Answer?,
            withoutPostcode: ComparisonFacts.WithoutPostcode? = nil
        ) -> ComparedPair {
            ComparedPair(
                question,
                legacy: legacy,
                fhir: fhir,
                legacyLatency: fhir == nil ? nil : queued.legacyLatency,
                withoutPostcode: withoutPostcode,
                today: now().day
            )
        }
        switch reading {
        case .refused(let own):
            // The bridge's own answer is compared with the legacy answer, and PDS is not queried (D33).
            return pair(SideQueries.Answer(answer: own, record: record))
        case .call(let call):
            // Without a legacy answer that can be read there is nothing to compare an answer of PDS with, and no
            // reason to read a patient's record (decision D69).
            guard queued.isOfLegacy, parts.table.obstacle(in: legacy) == nil else { return pair(nil) }
            let fhir = await sides.queryFHIR(call, .shadow, started: started, record: record)
            // Second queries are a share of the queries of PDS for comparisons.
            requery.earn(parts.settings.reaskShare)
            let first = pair(fhir)
            guard first.comparison.isRestrictionPossible(call.request, legacy: legacy), requery.spend() else {
                return first
            }
            // Part of the first comparison: its purpose is that of the first query.
            let found = await sides.queryWithoutPostcode(call, .shadow, started: started, legacy: legacy)
            return pair(fhir, withoutPostcode: found)
        }
    }

    /// The wait before both sides are queried again; nil if they are not.
    private func delayOfRequery(after first: ComparedPair) -> Duration? {
        let basis = first.question.queued.site.informationGovernanceBasis
        guard first.question.call != nil, first.fhir == .answered, basis?.covers.contains(.reask) == true else {
            return nil
        }
        return requery.delay(after: first.comparison)
    }

    /// Queries both sides again.
    ///
    /// The legacy endpoint is queried only until the message expires; after that its first answer is compared.
    private func secondQuery(after first: ComparedPair) async -> ComparedPair? {
        let question = first.question
        guard let call = question.call, audit.status.isWritable else { return nil }
        let context = question.queued.context
        let sides = sides(of: question.queued, context)
        var answer: SideQueries.Answer?
        if let expires = (try? context.outline.message.get())?.expires, now() < expires {
            answer = await sides.queryLegacy(.reask)
        }
        let legacy = answer.map { ComparedAnswer($0.answer) } ?? first.legacy
        guard question.queued.parts.table.obstacle(in: legacy) == nil else { return nil }
        let fhir = await sides.queryFHIR(call, .reask)
        func pair(withoutPostcode: ComparisonFacts.WithoutPostcode? = nil) -> ComparedPair {
            ComparedPair(
                question,
                legacy: legacy,
                fhir: fhir,
                legacyLatency: answer?.record.upstreams.last?.latency,
                withoutPostcode: withoutPostcode,
                today: now().day
            )
        }
        let second = pair()
        guard second.comparison.isRestrictionPossible(call.request, legacy: legacy) else { return second }
        // The result of a moment ago holds if one more query is not paid for.
        return pair(
            withoutPostcode: requery.spend()
                ? await sides.queryWithoutPostcode(call, .reask, legacy: legacy) : first.withoutPostcode
        )
    }

    private func sides(of queued: QueuedCall, _ context: CallContext) -> SideQueries {
        let parts = queued.parts
        return SideQueries(
            context: context,
            state: .shadow,
            fhir: FHIRLeg(reader: queued.snapshot.reader, backend: parts.fhir, responses: responses, ids: ids),
            legacy: parts.legacies[queued.site.id].map { LegacyLeg(endpoint: $0.endpoint, responses: responses) },
            deadline: parts.settings.deadline,
            mappingHash: queued.snapshot.mapping.hash,
            audit: audit,
            metrics: metrics,
            logger: logger
        )
    }
}

/// The question that both sides answer.
private struct Question {
    let queued: QueuedCall
    let operation: SMSPOperation
    /// The call; nil for a message that PDS cannot be queried about (D33).
    let call: SMSPCall?
    /// The key that draws the sample; nil if the message does not tell whom it is about.
    let key: SubjectKey?

    /// - Parameter number: the number that the message asks about, also if it cannot be read as a call.
    init(_ queued: QueuedCall, operation: SMSPOperation, reading: FHIRLeg.Reading, number: NHSNumber?) {
        self.queued = queued
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
}

/// Both answers to a question, compared.
private struct ComparedPair {
    let question: Question
    let legacy: ComparedAnswer
    let comparison: AnswerComparison
    let fhir: FHIRSide
    let latencies: (legacy: Duration?, fhir: Duration?)
    /// The record that PDS FHIR's answer was made from.
    let patientRecord: RecordFacts?
    let outcomeRow: Int?
    /// The result of the search without the postcode; nil if there was none.
    let withoutPostcode: ComparisonFacts.WithoutPostcode?

    /// The part of PDS FHIR in a comparison.
    enum FHIRSide {
        /// PDS, or the bridge in its place, gave an answer.
        case answered
        /// Its turn did not come in time: there is one answer only.
        case busy
        /// It was not queried, since the legacy endpoint failed or its answer cannot be read.
        case notQueried
    }

    /// - Parameter fhir: the answer of the side of PDS FHIR; nil if it was not queried.
    init(
        _ question: Question,
        legacy: ComparedAnswer,
        fhir: SideQueries.Answer?,
        legacyLatency: Duration?,
        withoutPostcode: ComparisonFacts.WithoutPostcode?,
        today: String
    ) {
        self.question = question
        self.legacy = legacy
        let table = question.queued.parts.table
        if let fhir {
            comparison = table.compare(
                legacy: legacy,
                fhir: ComparedAnswer(fhir.answer),
                facts: ComparisonFacts(
                    operation: question.operation,
                    forms: question.call?.request.forms ?? [],
                    site: question.queued.site.id,
                    withoutPostcode: withoutPostcode
                ),
                today: today
            )
        } else {
            comparison = table.incomparable(legacy, because: table.obstacle(in: legacy) ?? .legacyUnavailable)
        }
        self.fhir = fhir.map { $0.record.failure == .busy ? .busy : .answered } ?? .notQueried
        latencies = (legacyLatency, fhir?.record.upstreams.last { $0.backend == .fhir }?.latency)
        patientRecord = fhir?.record.patientRecord
        outcomeRow = fhir?.record.outcomeRow
        self.withoutPostcode = withoutPostcode
    }

    /// The reason that the answers were not compared; nil if they were.
    var notCompared: NotCompared? {
        // The bridge's own answer in place of a legacy one is nothing to compare with.
        guard question.queued.isOfLegacy else { return .legacyUnavailable }
        return fhir == .busy ? .fhirBusy : comparison.notCompared
    }

    var verdict: Verdict { notCompared.flatMap(\.verdict) ?? comparison.verdict }

    /// The verdict once both sides were queried again.
    func verdict(after second: ComparedPair) -> Verdict {
        var hasMoved = false
        if let before = patientRecord?.versionID, let now = second.patientRecord?.versionID { hasMoved = before != now }
        return Requery.verdict(first: comparison, again: second.comparison, hasMoved: hasMoved)
    }

    /// The record of the query.
    ///
    /// - Parameter verdict: the verdict after a second query; nil for that of this one.
    func record(_ query: ComparedCall.Query, verdict: Verdict? = nil, isRequeried: Bool = false) -> ComparedCall {
        let (queued, request) = (question.queued, question.call?.request)
        let isAnswered = fhir == .answered
        let verdict = verdict ?? self.verdict
        return ComparedCall(
            period: queued.parts.period(
                of: queued.site,
                question.operation,
                mappingHash: queued.snapshot.mapping.hash
            ),
            time: queued.request.receivedAt,
            state: .shadow,
            query: query,
            verdict: verdict,
            notCompared: verdict == .skewed ? .recordMoved : notCompared,
            isEqualInBytes: isAnswered && comparison.isEqualInBytes,
            isRequeried: isRequeried,
            outcomes: (comparison.outcomes.legacy, isAnswered ? comparison.outcomes.fhir : nil),
            strata: comparison.strata.legacy.union(comparison.strata.fhir).union(request?.strata ?? []),
            forms: request?.forms ?? [],
            differences: isAnswered ? comparison.differences : [],
            values: isAnswered ? comparison.values : [],
            outcomeRow: isAnswered ? outcomeRow : nil,
            latencies: latencies,
            subject: legacy.nhsNumber.map { .number($0) } ?? question.key
        )
    }
}

/// One thread at a time for comparisons, so that however many there are, they use no thread of live calls and at most
/// one core.
///
/// - SeeAlso: note N11.
private final class ComparisonExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "comparisons", qos: .background)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
