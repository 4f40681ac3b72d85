import Foundation
import SMSPContract
import Simulators

/// Messages about some people, each with what a legacy endpoint answers to it that is asked directly.
///
/// The answers of a simulator with a seed follow from the bytes of the message alone: whatever else goes on, a caller
/// of the bridge has to get the same.
struct LegacyAnswers: Sendable {
    private struct Exchange {
        let soapAction: String
        let message: [UInt8]
        let answer: SMSPCaller.Answer
    }

    /// What callers of the bridge got.
    struct Outcome: Sendable {
        /// How many there were.
        var calls = 0
        /// How many got another status, media type or body than the endpoint's own.
        var different = 0
        /// How long each waited.
        var waits: [Duration] = []

        /// How long half of them waited at the most.
        var median: Duration { waits.sorted()[waits.count / 2] }
        /// How long the one waited who waited longest.
        var longest: Duration { waits.max() ?? .zero }

        static func += (sum: inout Outcome, other: Outcome) {
            sum.calls += other.calls
            sum.different += other.different
            sum.waits += other.waits
        }
    }

    private let exchanges: [Exchange]

    /// How many messages there are.
    var count: Int { exchanges.count }

    /// Asks the endpoint at `port` by `operations` about each of `people`.
    init(
        about people: SyntheticPeople,
        by operations: [SMSPOperation] = SMSPOperation.allCases,
        port: Int
    ) async throws {
        let renderer = RequestRenderer(ids: .random)
        let endpoint = try SMSPCaller(port: port, path: "/smsp/pds")
        var exchanges: [Exchange] = []
        for operation in operations {
            for question in people.all.compactMap({ AgreementHarness.question(operation, about: $0) }) {
                let message = renderer.render(
                    question,
                    to: "http://bridge.example/",
                    auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
                    username: nil,
                    now: .now
                )
                let action = operation.names.action
                let answer = try await endpoint.send(message, soapAction: action)
                exchanges.append(Exchange(soapAction: action, message: message, answer: answer))
            }
        }
        self.exchanges = exchanges
    }

    /// Has `bridge` asked all of it, `times` times, a few callers at once.
    func ask(_ bridge: BridgeProcess, times: Int = 1, atOnce: Int = 8) async throws -> Outcome {
        let caller = try SMSPCaller(port: bridge.port, inFlight: atOnce)
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            for first in 0..<atOnce {
                group.addTask {
                    var outcome = Outcome()
                    for number in stride(from: first, to: exchanges.count * times, by: atOnce) {
                        outcome += try await ask(exchanges[number % exchanges.count], of: caller)
                    }
                    return outcome
                }
            }
            return try await group.reduce(into: Outcome()) { $0 += $1 }
        }
    }

    private func ask(_ exchange: Exchange, of caller: SMSPCaller) async throws -> Outcome {
        let began = ContinuousClock.now
        let answer = try await caller.send(exchange.message, soapAction: exchange.soapAction)
        let isSame =
            answer.status == exchange.answer.status && answer.contentType == exchange.answer.contentType
            && answer.body == exchange.answer.body
        return Outcome(calls: 1, different: isSame ? 0 : 1, waits: [.now - began])
    }
}
