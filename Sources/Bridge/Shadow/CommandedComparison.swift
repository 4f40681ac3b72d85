public import Evidence
public import NHSIdentifiers
public import SMSPContract

/// Both sides asked about one message on somebody's command, or answered from what was stored, and compared.
///
/// It feeds no evidence: what a person picks to be asked says nothing about the calls that come.
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

    /// A comparison of these two sides.
    ///
    /// - Parameters:
    ///   - mappingHash: the content hash of the tables that `fhir` answers by.
    ///   - deadline: how long PDS FHIR may take for one answer.
    ///   - audit: where each asking is entered; nil where nobody is asked.
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
        /// The operation that the message asks.
        public let operation: SMSPOperation
        /// What came of it.
        public let comparison: AnswerComparison
        /// The legacy answer, as a client would have got it.
        public let legacy: WireAnswer
    }

    /// Asks both sides about `request` and compares.
    ///
    /// - Parameter today: by which rules expire, `YYYY-MM-DD`.
    /// - Returns: nil when nothing tells which operation the message is.
    public func compare(_ request: WireRequest, of site: Site, today: String) async -> Compared? {
        let context = CallContext(request: request, outline: MessageOutline(request), site: site)
        guard let operation = context.outline.operation else { return nil }
        let responses = FailureResponses(ids: ids)
        let asking = SideAsking(
            context: context,
            state: nil,
            fhir: FHIRLeg(reader: reader, backend: fhir, responses: responses, ids: ids),
            legacy: LegacyLeg(endpoint: legacy, responses: responses),
            deadline: deadline,
            mappingHash: mappingHash,
            audit: audit,
            metrics: nil
        )
        guard let asked = await asking.askLegacy(.compare) else { return nil }
        let legacy = ComparedAnswer(asked.answer)
        var record = asking.record(.compare)
        let answer: WireAnswer
        var call: SMSPCall?
        switch asking.fhir.read(context, record: &record) {
        case .refused(let own): answer = own
        case .call(let read):
            call = read
            answer = await asking.askFHIR(read, .compare, record: record).answer
        }
        var facts = ComparisonFacts(operation: operation, forms: call?.request.forms ?? [], site: site.id)
        func compared() -> AnswerComparison {
            table.compare(legacy: legacy, fhir: ComparedAnswer(answer), facts: facts, today: today)
        }
        var comparison = compared()
        if let call, comparison.isRestrictionPossible(call, legacy: legacy) {
            facts.withoutPostcode = await asking.askWithoutPostcode(call, .compare, legacy: legacy)
            comparison = compared()
        }
        return Compared(operation: operation, comparison: comparison, legacy: asked.answer)
    }
}
