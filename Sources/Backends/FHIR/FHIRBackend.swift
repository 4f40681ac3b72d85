public import Curl
public import FoundationEssentials
public import MappingEngine
import PDSFHIR
public import SMSPContract

/// Answers calls from PDS FHIR: asks, makes sure that the answer is the one asked for, and has the tables turn it into
/// an SMSP answer.
public struct FHIRBackend: Backend {
    private let client: PDSClient
    private let tables: MappingTables
    private let answers: PatientAnswer

    /// A backend that asks over `pool`.
    ///
    /// - Parameters:
    ///   - now: the clock that assertions are dated by.
    ///   - notice: told what an operator must know of the token endpoint.
    public init(
        configuration: PDSFHIRConfiguration,
        pool: CurlPool,
        tables: MappingTables,
        practices: PracticeDirectory,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        notice: @escaping @Sendable (AnswerNote) -> Void
    ) async {
        let quota = QuotaBucket(requestsPerSecond: configuration.requestsPerSecond)
        var tokens: AccessTokenCache?
        if let authentication = configuration.authentication {
            let endpoint = await TokenEndpoint(
                authentication,
                pool: pool,
                quota: quota,
                timeout: configuration.timeout,
                ids: ids,
                now: now,
                notice: notice
            )
            tokens = AccessTokenCache { () async throws(AccessTokenCache.Failure) in try await endpoint.fetch() }
        }
        client = PDSClient(configuration: configuration, pool: pool, quota: quota, tokens: tokens, ids: ids)
        self.tables = tables
        answers = PatientAnswer(tables: tables, practices: practices)
    }

    /// Whether the token endpoint granted a token when it was last asked; nil where it has not been.
    public var isTokenGranted: Bool? {
        get async { await client.isTokenGranted }
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
            let pds = try await client.get("/" + retrieve.path, in: context, log: &log)
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
