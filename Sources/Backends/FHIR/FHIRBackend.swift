import FoundationEssentials
public import MappingEngine
import PDSFHIR
public import SMSPContract

/// Answers calls from PDS FHIR: sends the query, checks that the answer belongs to it, and has the tables turn it into
/// an SMSP answer.
public struct FHIRBackend: Backend {
    private let replies: any PDSReplies
    private let tables: MappingTables
    private let answers: PatientAnswer

    /// A backend that asks over `connection`, which outlives it when the tables change.
    public init(connection: PDSConnection, tables: MappingTables, practices: PracticeDirectory) {
        self.init(replies: connection.client, tables: tables, practices: practices)
    }

    /// A backend without a server: it answers from stored answers of PDS.
    public init(replies: StoredReplies, tables: MappingTables, practices: PracticeDirectory) {
        self.init(replies: replies as any PDSReplies, tables: tables, practices: practices)
    }

    /// A backend over `connection` that keeps what PDS answers in `tape`.
    public init(
        connection: PDSConnection,
        recordingTo tape: ReplyTape,
        tables: MappingTables,
        practices: PracticeDirectory
    ) {
        self.init(
            replies: RecordedReplies(source: connection.client, tape: tape),
            tables: tables,
            practices: practices
        )
    }

    private init(replies: any PDSReplies, tables: MappingTables, practices: PracticeDirectory) {
        self.replies = replies
        self.tables = tables
        answers = PatientAnswer(tables: tables, practices: practices)
    }

    /// Retrieves the record of the requested number, or searches for the person described, and answers from it.
    public func answer(_ call: SMSPCall, in context: RequestContext) async -> BackendAnswer {
        var log = PDSCallLog()
        do throws(BackendFailure) {
            let (outcome, diagnostics, row) = try await verdict(on: call.request, in: context, log: &log)
            return BackendAnswer(
                outcome: outcome,
                diagnostics: log.diagnostics + diagnostics,
                upstreamRequestIDs: log.requestIDs,
                record: log.record,
                outcomeRow: row.line,
                latency: log.latency,
                facts: log.facts
            )
        } catch {
            return BackendAnswer(
                outcome: .failure(error),
                diagnostics: log.diagnostics,
                upstreamRequestIDs: log.requestIDs,
                latency: log.latency,
                facts: log.facts
            )
        }
    }

    private func verdict(
        on request: SMSPRequest,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PatientAnswer.Verdict {
        let date = CalendarDate(inLondonAt: context.receivedAt.timeIntervalSince1970)
        if let search = tables.searchCall(for: request) {
            return try await SearchThenRetrieve(replies: replies, tables: tables, answers: answers, date: date)
                .answer(to: request, by: search, in: context, log: &log)
        }
        guard let retrieve = tables.retrieveCall(for: request) else {
            log.diagnostics.append(CallDiagnostic("operationNotMapped", at: request.operation.rawValue, isAlarm: true))
            throw .internalError
        }
        let pds = try await replies.get("/" + retrieve.path, in: context, log: &log)
        return answers.answer(
            to: request,
            call: .retrieve,
            status: pds.status,
            reply: pds.reply,
            on: date,
            profile: context.profile
        )
    }
}
