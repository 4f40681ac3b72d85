public import Evidence
public import NHSIdentifiers
public import SMSPContract

/// A comparison of both sides about one message on command, with queries or with stored answers.
///
/// It adds no evidence: the messages that a person picks say nothing about the calls that come.
///
/// - SeeAlso: note N14.
public struct CommandedComparison: Sendable {
    private let reader: SMSPCallReader
    private let fhir: any Backend
    private let legacy: any LegacyEndpoint
    private let table: ComparisonTable
    private let mappingHash: String
    private let deadline: Duration
    private let audit: (any AuditJournal)?
    private let ids: UUIDSource

    /// Creates a comparison of two sides.
    ///
    /// - Parameters:
    ///   - mappingHash: the content hash of the tables that `fhir` answers by.
    ///   - deadline: the time that PDS FHIR may take for one answer.
    ///   - audit: the journal in which each query is entered; nil if no side is queried.
    public init(
        reader: SMSPCallReader,
        fhir: any Backend,
        legacy: any LegacyEndpoint,
        table: ComparisonTable,
        mappingHash: String,
        deadline: Duration,
        audit: (any AuditJournal)?,
        ids: UUIDSource
    ) {
        self.reader = reader
        self.fhir = fhir
        self.legacy = legacy
        self.table = table
        self.mappingHash = mappingHash
        self.deadline = deadline
        self.audit = audit
        self.ids = ids
    }

    /// Both answers to a message, compared.
    public struct Compared: Sendable, Redacted {
        /// The operation of the message.
        public let operation: SMSPOperation
        /// The result.
        public let comparison: AnswerComparison
        /// The legacy answer, as a client would have got it.
        public let legacy: WireAnswer
    }

    /// Queries both sides about `request` and compares; PDS FHIR only if the legacy answer can be compared with one.
    ///
    /// - Parameter today: the day by which rules expire, `YYYY-MM-DD`.
    /// - Returns: nil if the operation of the message is unknown.
    public func compare(_ request: WireRequest, of site: Site, today: String) async -> Compared? {
        let context = CallContext(request: request, outline: MessageOutline(request), site: site)
        guard let operation = context.outline.operation else { return nil }
        let responses = FailureResponses(ids: ids)
        let sides = SideQueries(
            context: context,
            state: nil,
            fhir: FHIRLeg(reader: reader, backend: fhir, responses: responses, ids: ids),
            legacy: LegacyLeg(endpoint: legacy, responses: responses),
            deadline: deadline,
            mappingHash: mappingHash,
            audit: audit,
            metrics: nil,
            logger: nil
        )
        guard let legacyAnswer = await sides.queryLegacy(.compare) else { return nil }
        let legacy = ComparedAnswer(legacyAnswer.answer)
        if let reason = table.obstacle(in: legacy) {
            let isOfLegacy = legacyAnswer.record.backend == .legacy
            return Compared(
                operation: operation,
                comparison: table.incomparable(legacy, because: isOfLegacy ? reason : .legacyUnavailable),
                legacy: legacyAnswer.answer
            )
        }
        var record = sides.record(.compare)
        let answer: WireAnswer
        var call: SMSPCall?
        switch sides.fhir.read(context, record: &record) {
        case .refused(let own): answer = own
        case .call(let read):
            call = read
            answer = await sides.queryFHIR(read, .compare, record: record).answer
        }
        var facts = ComparisonFacts(operation: operation, forms: call?.request.forms ?? [], site: site.id)
        func compared() -> AnswerComparison {
            table.compare(legacy: legacy, fhir: ComparedAnswer(answer), facts: facts, today: today)
        }
        var comparison = compared()
        if let call, comparison.isRestrictionPossible(call.request, legacy: legacy) {
            facts.withoutPostcode = await sides.queryWithoutPostcode(call, .compare, legacy: legacy)
            comparison = compared()
        }
        return Compared(operation: operation, comparison: comparison, legacy: legacyAnswer.answer)
    }
}
