import Foundation
import NHSIdentifiers
import RawHTTP
import SMSPContract
import SeededRandom
import Synchronization
import Testing

/// What upstreams send: legacy endpoint, PDS FHIR, token endpoint, and a proxy in the place of these two.
@Suite struct MutatedAnswerTests {
    @Test("10,000 mutated answers of all upstreams: every caller is answered, and never by what the rule forbids")
    func mutated() async throws {
        try await Self.mutate(answers: 10_000, seed: TestSeed.fixed(15))
    }

    /// Has callers call until at least so many mutated answers were sent, half of them behind a proxy.
    static func mutate(answers: Int, seed: UInt64) async throws {
        for (isBehindProxy, seed) in [(false, seed), (true, ~seed)] {
            let sent = try await run(answers: answers / 2, seed: seed, isBehindProxy: isBehindProxy)
            print("mutated answers: \(sent.values.reduce(0, +)) \(sent.sorted { $0.key < $1.key })")
        }
    }

    /// The numbers of mutated answers by who sent them.
    private final class Sent: Sendable {
        let counts = Mutex<[String: Int]>([:])
        private let seed: UInt64

        init(seed: UInt64) { self.seed = seed }

        func reaction(_ upstream: String, _ status: String, _ fields: [String], _ body: String) -> RawServer.Reaction {
            let number = counts.withLock { counts in
                counts[upstream, default: 0] += 1
                return counts.values.reduce(0, +)
            }
            let answer = MutatedAnswer(
                seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
                status: status,
                fields: fields,
                body: Array(body.utf8)
            )
            return answer.isClosed ? .sendAndClose(answer.bytes) : .send(answer.bytes)
        }
    }

    private static func run(answers: Int, seed: UInt64, isBehindProxy: Bool) async throws -> [String: Int] {
        let sent = Sent(seed: seed)
        let legacy = RawServer { request in
            let call = request.field("X-Call")
            return sent.reaction("legacy", "200 OK", ["Content-Type: text/xml", "X-Call: \(call)"], "<m>\(call)</m>")
        }
        let pds = RawServer { request in
            guard request.lines.first?.contains("/oauth2/token") == true else {
                let fields = ["Content-Type: application/fhir+json", "X-Request-ID: \(request.field("X-Request-ID"))"]
                return sent.reaction("pds", "200 OK", fields, patient)
            }
            let token = #"{"access_token":"token","expires_in":"599","token_type":"Bearer"}"#
            let fields = ["Content-Type: application/json"]
            // Only behind the proxy, where few calls get as far as PDS FHIR.
            return isBehindProxy
                ? sent.reaction("token", "200 OK", fields, token.replacing("599", with: "1"))
                : .send(RawServer.answer(token, fields: fields))
        }
        try await legacy.run { legacyPort in
            try await pds.run { pdsPort in
                let folder = try ConfigurationFolder(
                    pdsPort: pdsPort,
                    keys: try ApplicationKeys(),
                    fhir: ["requestsPerSecond: 10000", "inFlight: 64", "timeout: 1s"]
                        + (isBehindProxy ? ["proxy: http://127.0.0.1:\(pdsPort)"] : []),
                    sites: "- { id: A, ods: RXA, legacy: central }\n",
                    limits: "{ deadline: 2s, perSite: { concurrent: 64 } }",
                    more: [
                        "legacies: { central: { url: 'http://127.0.0.1:\(legacyPort)/smsp/pds', timeout: 1s } }",
                        "cutover: { file: cutover.yaml }", "breaker: { failures: 1000, open: 1s }",
                    ]
                )
                defer { folder.remove() }
                try folder.write("cutover.yaml", "A: { default: legacy, verifyNHSNumber: fhir }\n")
                _ = try await BridgeProcess.serving(folder) { bridge in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for caller in 0..<48 {
                            group.addTask {
                                var number = 0
                                while sent.counts.withLock({ $0.values.reduce(0, +) }) < answers {
                                    try await calls(10, from: number, of: caller, port: bridge.port)
                                    number += 10
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }
        return sent.counts.withLock { $0 }
    }

    /// Makes calls over one connection, two of three to the legacy endpoint, and checks each answer.
    private static func calls(_ count: Int, from first: Int, of caller: Int, port: Int) async throws {
        try await RawConnection.open(port: port) { connection in
            for number in first..<first + count {
                let call = Mark.text(caller: caller, number: number)
                let operation = number % 3 == 0 ? SMSPOperation.verifyNHSNumber : .getPatientDetailsByNHSNumber
                let body = try message(operation)
                try await connection.send(
                    [
                        "POST / HTTP/1.1", "Host: b", "Content-Type: text/xml", "X-Call: \(call)",
                        "SOAPAction: \(operation.names.action)", "Content-Length: \(body.count)",
                    ],
                    body
                )
                let answer = try await connection.answer(within: .seconds(60))
                check(answer, of: operation, to: call)
                #expect(connection.waiting.isEmpty, "bytes behind an answer")
            }
        }
    }

    private static func check(_ answer: RawAnswer, of operation: SMSPOperation, to call: String) {
        let head = answer.text.prefix(upTo: answer.text.firstRange(of: "\r\n\r\n")?.lowerBound ?? answer.text.endIndex)
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).dropFirst()
        let areFields = lines.allSatisfy {
            $0.wholeMatch(of: /[!#$%&'*+\-.^_`|~0-9A-Za-z]+: [^\u{0}-\u{8}\u{A}-\u{1F}\u{7F}]*/) != nil
        }
        #expect(areFields, "a line of a head is no field")
        let names = answer.fields.map { $0.name.lowercased() }
        #expect(names.count { $0 == "content-length" } == ([204, 304].contains(answer.status) ? 0 : 1))
        #expect(!names.contains("transfer-encoding"))
        #expect((200...599).contains(answer.status))
        #expect(Mark.marks(in: answer.text).allSatisfy { $0 == call }, "an answer to another call")
        if operation == .verifyNHSNumber {
            #expect((try? AnswerReader.read(answer.body)) != nil, "PDS FHIR's side gave no answer of the contract")
        }
    }

    private static func message(_ operation: SMSPOperation) throws -> [UInt8] {
        RequestRenderer(ids: .random).render(
            SMSPRequest(
                operation: operation,
                dateOfBirth: try #require(TimestampText("19610409")),
                nhsNumber: NHSNumber("9990000018"),
                name: PersonNameQuery(given: nil, family: nil)
            ),
            to: "http://b/",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXA:tester"),
            username: nil,
            now: .now
        )
    }

    private static let patient = """
        {"resourceType":"Patient","id":"9990000018","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",\
        "value":"9990000018"}],"meta":{"versionId":"2","security":[{"code":"U"}]},"birthDate":"1961-04-09",\
        "gender":"female","name":[{"use":"usual","family":"Test","given":["Ann"]}]}
        """
}

/// The text that a call's own answer repeats; one in which a mutation has changed a byte is none.
private enum Mark {
    static func text(caller: Int, number: Int) -> String {
        let id = caller * 1_000_000 + number
        return "call-\(id)-\(check(id))-"
    }

    /// The marks in `text` that are whole.
    static func marks(in text: String) -> [String] {
        text.matches(of: /call-([0-9]+)-([0-9]+)-/).compactMap { match in
            guard let id = Int(match.1), String(check(id)) == match.2 else { return nil }
            return String(match.0)
        }
    }

    private static func check(_ id: Int) -> UInt64 {
        var numbers = SplitMix64(seed: UInt64(truncatingIfNeeded: id))
        return numbers.next()
    }
}
