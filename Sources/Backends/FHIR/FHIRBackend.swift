import FoundationEssentials
public import MappingEngine
import PDSFHIR
public import SMSPContract

/// Answers calls from PDS FHIR: asks, makes sure that the answer is the one asked for, and has the tables turn it into
/// an SMSP answer.
public struct FHIRBackend: Backend {
    private let connection: PDSConnection
    private let tables: MappingTables
    private let answers: PatientAnswer

    /// A backend that asks over `connection`, which outlives it when the tables change.
    public init(connection: PDSConnection, tables: MappingTables, practices: PracticeDirectory) {
        self.connection = connection
        self.tables = tables
        answers = PatientAnswer(tables: tables, practices: practices)
    }

    /// Retrieves the record of the number asked, and answers from it.
    public func answer(_ call: SMSPCall, in context: RequestContext) async -> BackendAnswer {
        var log = PDSCallLog()
        guard let retrieve = tables.retrieveCall(for: call.request) else {
            return BackendAnswer(
                outcome: .failure(.internalError),
                notes: [AnswerNote("operationNotMapped", at: call.request.operation.rawValue, isAlarm: true)]
            )
        }
        do throws(BackendFailure) {
            let pds = try await connection.client.get("/" + retrieve.path, in: context, log: &log)
            let (outcome, notes) = answers.answer(
                to: call.request,
                status: pds.status,
                reply: pds.reply,
                on: CalendarDate(inLondonAt: context.receivedAt.timeIntervalSince1970),
                profile: context.profile
            )
            return BackendAnswer(outcome: outcome, notes: log.notes + notes, upstreamRequestIDs: log.requestIDs)
        } catch {
            return BackendAnswer(outcome: .failure(error), notes: log.notes, upstreamRequestIDs: log.requestIDs)
        }
    }
}
