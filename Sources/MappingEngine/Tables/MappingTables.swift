import JSONTree
public import PDSFHIR
public import SMSPContract

/// The tables of a mappings directory, checked and compiled: the calls to PDS, the meaning of answers, and how a record
/// becomes a patient of an SMSP answer.
///
/// Tables that fail any check cannot be had: ``load(directory:hazards:)`` throws all that is wrong with them.
public struct MappingTables: Sendable {
    /// The counts of the check.
    public let summary: MappingSummary
    /// The ITK profile ids of requests that are taken (`profiles.csv`).
    public let profileIDs: Set<String>
    /// The `version` of `mapping.yaml`.
    public var version: String { summary.version }
    /// SHA-256 of the tables, in lower-case hexadecimal: it changes with any byte of any of them.
    public var contentHash: String { summary.contentHash }

    let plan: MappingPlan
    let ledger: LossLedger
    let response: ResponseTable
    let outcomes: OutcomeTable
    private let catchAll: Outcome
    let requests: [SMSPOperation: RequestTable]
    let codes: [String: CodeTable]

    /// Loads and checks the tables in `directory`.
    ///
    /// - Parameter hazards: where given, every hazard that the tables name must be in it.
    /// - Throws: everything that is wrong, each with file and line.
    public static func load(
        directory: String,
        hazards: HazardRegister? = nil
    ) throws(MappingProblems) -> MappingTables {
        var problems: [MappingProblem] = []
        let files = MappingFiles(directory: directory, problems: &problems)
        let loaded = LoadedTables(files, hazards: hazards, problems: &problems)
        guard problems.isEmpty, let loaded, let tables = MappingTables(loaded) else {
            throw MappingProblems(problems)
        }
        return tables
    }

    /// Tables that passed the check; nil without a last outcome, which the check demands.
    private init?(_ loaded: LoadedTables) {
        guard let catchAll = loaded.outcomes.rows.last?.outcome else { return nil }
        self.catchAll = catchAll
        profileIDs = loaded.profiles
        response = loaded.response
        outcomes = loaded.outcomes
        requests = loaded.requests
        codes = loaded.codes
        plan = MappingPlan(loaded.response, codes: loaded.codes, leaves: loaded.leaves)
        ledger = LossLedger(loaded.response, dropped: loaded.dropped)
        summary = loaded.summary
    }

    /// The meaning of an answer of PDS for the caller.
    ///
    /// It is total: an answer that no row is about means what the last row says.
    ///
    /// - Parameters:
    ///   - resource: the `resourceType` of the body; nil when the body cannot be read.
    ///   - code: the code of an OperationOutcome's first issue; nil when there is none.
    ///   - condition: what code found out about the record; nil where it found out nothing.
    public func outcome(
        operation: SMSPOperation,
        call: PDSCall,
        status: Int,
        resource: String?,
        code: String?,
        condition: OutcomeCondition?
    ) -> Outcome {
        let answer = PDSAnswer(
            operation: operation,
            call: call,
            status: status,
            resource: resource,
            code: code,
            condition: condition
        )
        return outcomes.outcome(of: answer) ?? catchAll
    }

    /// The retrieve for `request`; nil if the operation retrieves nothing, or the request has no number.
    public func retrieveCall(for request: SMSPRequest) -> FHIRCall? {
        requests[request.operation]?.call(.retrieve, for: request, found: nil, codes: codes)
    }

    /// The search for `request`; nil if the operation has none, or the request has a number.
    public func searchCall(for request: SMSPRequest) -> FHIRCall? {
        guard !request.isByNumber else { return nil }
        return requests[request.operation]?.call(.search, for: request, found: nil, codes: codes)
    }

    /// The retrieve that follows a search for `request` with the match `patient`; nil if the search is enough.
    public func foundCall(for request: SMSPRequest, found patient: Patient) -> FHIRCall? {
        requests[request.operation]?.call(.found, for: request, found: patient, codes: codes)
    }

    /// Maps a record.
    ///
    /// - Parameters:
    ///   - localIdentifier: the caller's own identifier, which is echoed (D37).
    ///   - date: the day of the call in Europe/London, by which "current" is judged (D44).
    public func patientDetails(
        from patient: Patient,
        localIdentifier: InstanceIdentifier?,
        practices: PracticeDirectory,
        on date: CalendarDate,
        profile: SiteProfile
    ) -> MappedPatient {
        var run = MappingRun(
            plan: plan,
            record: LocatedValue(value: patient.json, path: []),
            localIdentifier: localIdentifier,
            practices: practices,
            walk: RecordWalk(date: date),
            profile: profile,
            confidentiality: patient.confidentiality
        )
        let details = run.parts().flatMap(PatientDetails.init)
        return MappedPatient(
            details: details,
            diagnostics: run.diagnostics,
            provenance: details == nil ? [] : run.provenance
        )
    }

    /// The leaves of a record that no table knows, and those with a value that is not on their closed list, as
    /// ``patientDetails(from:localIdentifier:practices:on:profile:)`` reports them; for a record that makes no payload.
    public func unlisted(in patient: Patient) -> [MappingDiagnostic] {
        plan.leaves.unlisted(in: patient.json).diagnostics
    }

    /// The values of a record that are not on the closed lists of their leaves, each with its place: `name[0].use "official"`.
    ///
    /// They may be a patient's text: for the terminal of a person who has the record, never for a log or a metric (D67).
    public func unlistedValues(in patient: Patient) -> [String] {
        let values = plan.leaves.unlisted(in: patient.json).filter { $0.kind != .leaf }.map { found in
            let text = found.value.map { String(decoding: $0.serialized(), as: UTF8.self) } ?? "(absent)"
            return "\(found.place) \(text)"
        }
        guard case .unknown(let label) = patient.confidentiality else { return values }
        return values + ["meta.security " + String(decoding: JSONValue.string(label).serialized(), as: UTF8.self)]
    }

    /// The text of `docs/loss-ledger.md`: what an answer made from FHIR cannot give back, and what decisions make differ.
    ///
    /// - Parameter rules: the owner and the last day of each rule of `comparison.yaml`, in words, by the rule's name.
    public func lossLedger(_ departures: DepartureRegister, rules: [String: String]) -> String {
        ledger.markdown(departures, rules: rules)
    }
}
