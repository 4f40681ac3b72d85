import Curl
import Foundation
import NHSIdentifiers
import SMSPContract

/// A client of one site, who keeps the `wsa:MessageID` of each call beside its answer.
struct SiteCaller: Sendable {
    /// A call and what came of it.
    struct Call: Sendable {
        let messageID: String
        let begun: ContinuousClock.Instant
        let ended: ContinuousClock.Instant
        /// The answer; nil when the connection ended without one.
        let answer: SMSPCaller.Answer?
    }

    private let pool: CurlPool
    private let url: String
    private let renderer = RequestRenderer(ids: .random)

    /// A client who reaches the bridge at `path`.
    init(_ bridge: BridgeProcess, path: String, inFlight: Int = 256) throws {
        pool = try CurlPool(CurlConfiguration(inFlight: inFlight))
        url = "http://127.0.0.1:\(bridge.port)\(path)"
    }

    /// Asks for the details of the person who has every part of an answer.
    func ask(_ operation: SMSPOperation = .getPatientDetailsByNHSNumber) async throws -> Call {
        guard let number = NHSNumber("9990000018"), let born = TimestampText("19610409") else {
            throw CancellationError()
        }
        let message = renderer.render(
            SMSPRequest(operation: operation, dateOfBirth: born, nhsNumber: number),
            to: url,
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: nil,
            now: .now
        )
        let text = String(decoding: message, as: UTF8.self)
        guard let id = text.firstMatch(of: /MessageID>([^<]+)</)?.1 else { throw CancellationError() }
        let begun = ContinuousClock.now
        let response = try? await pool.perform(
            CurlRequest(
                method: .post,
                url: url,
                headers: [("Content-Type", "text/xml"), ("SOAPAction", operation.names.action)],
                body: message,
                deadline: .now + .seconds(60),
                responseLimit: 1 << 22
            )
        )
        return Call(
            messageID: String(id),
            begun: begun,
            ended: .now,
            answer: response.map { SMSPCaller.Answer(status: $0.status, body: $0.body) }
        )
    }

    /// Asks and asks, a few calls at a time, until the task is cancelled or calls are answered no more.
    func askOn(atOnce: Int) async -> [Call] {
        await withTaskGroup(of: [Call].self) { group in
            for _ in 0..<atOnce {
                group.addTask {
                    var calls: [Call] = []
                    while !Task.isCancelled, calls.last.map({ $0.answer != nil }) ?? true {
                        // Of its own task: a call that is under way when the load ends is still answered.
                        guard let call = try? await Task(operation: { try await ask() }).value else { break }
                        calls.append(call)
                    }
                    return calls
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }
}
