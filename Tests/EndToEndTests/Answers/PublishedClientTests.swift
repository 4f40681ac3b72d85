import Foundation
import RawHTTP
import SMSPContract
import Simulators
import Testing

/// Each published client, as it is, gets an answer that it can read, for every operation and response code.
@Suite struct PublishedClientTests {
    private typealias Question = PublishedClient.Question

    /// Questions by number and the codes that answer them.
    private static let byNumber: [(code: String, question: PublishedClient.Question)] = [
        ("SMSP-0000", PublishedClient.Question(born: "19610409", number: "9990000018")),
        ("SMSP-0001", PublishedClient.Question(born: "1961", number: "9990000018")),
        ("DEMOG-0001", PublishedClient.Question(born: "19610409", number: "9991001018")),
        ("DEMOG-0017", PublishedClient.Question(born: "19880808", number: "9990000050")),
        ("DEMOG-0022", PublishedClient.Question(born: "19990901", number: "9990000174")),
        ("DEMOG-0040", PublishedClient.Question(born: "19610410", number: "9990000018")),
        ("SMSP-0001", PublishedClient.Question(born: "19610409", number: "9990000019")),
        ("DEMOG-0042", PublishedClient.Question(born: "19610409", number: "99900000AB")),
        ("SMSP-0000", named),
    ]

    /// A question by number that names the person too.
    private static let named = PublishedClient.Question(
        born: "19610409",
        number: "9990000018",
        given: "Odalys Marigold",
        family: "Quillfeather"
    )

    /// Questions of a search and the codes that answer them.
    private static let searches: [(code: String, question: PublishedClient.Question)] = [
        (
            "SMSP-0000",
            PublishedClient.Question(
                born: "19750521",
                gender: "2",
                given: "Gw*",
                family: "Fourways",
                postcode: "MX3 3TS"
            )
        ),
        ("SMSP-0001", PublishedClient.Question(born: "19750521", gender: "2", given: "Gwen")),
        ("SMSP-0002", PublishedClient.Question(born: "19521130", gender: "1", given: "Thaddeus", family: "Wherrymead")),
        ("DEMOG-0001", PublishedClient.Question(born: "19750521", gender: "2", given: "Nobody", family: "Nowhere")),
        ("DEMOG-0007", PublishedClient.Question(born: "19830611", gender: "2", given: "Jos*", family: "Twinbrook")),
    ]

    private static func questions(
        _ operation: SMSPOperation
    ) -> [(code: String, question: PublishedClient.Question)] {
        switch operation {
        case .verifyNHSNumber, .getPatientDetailsByNHSNumber: byNumber
        case .getNHSNumber, .getPatientDetailsBySearch: searches
        case .getPatientDetails: byNumber.filter { $0.question.born != "1961" } + searches
        }
    }

    private static func answer(
        _ client: PublishedClient,
        _ operation: SMSPOperation,
        _ question: PublishedClient.Question,
        port: Int
    ) async throws -> (answer: RawAnswer, rest: [UInt8]) {
        try await RawConnection.open(port: port) { connection in
            try await connection.send(client.call(operation, question))
            let answer = try await connection.answer()
            // An HTTP/1.0 client reads to the end of the connection; the others keep theirs.
            return (answer, client == .adaptor ? try await connection.rest() : [])
        }
    }

    private static func code(_ answer: RawAnswer) -> String {
        let received = SMSPCaller.Answer(status: answer.status, body: answer.body)
        return received.code ?? received.fault ?? "HTTP \(answer.status)"
    }

    @Test("gets every code of every operation in a form that it reads", arguments: PublishedClient.allCases)
    func everyCode(_ client: PublishedClient) async throws {
        let (found, _) = try await RunningBridge.running(
            fhir: ["requestsPerSecond: 10000", "timeout: 20s"],
            limits: "{ deadline: 30s }"
        ) { bridge, _ in
            var found: [String] = []
            for operation in SMSPOperation.allCases {
                for (code, question) in Self.questions(operation) {
                    let (answer, rest) = try await Self.answer(client, operation, question, port: bridge.port)
                    let got = Self.code(answer)
                    if got != code { found.append("\(operation.rawValue): \(got), not \(code)") }
                    for trouble in try client.troubles(with: answer, to: operation) {
                        found.append("\(operation.rawValue), \(code): \(trouble)")
                    }
                    if !rest.isEmpty { found.append("\(operation.rawValue), \(code): bytes after the answer") }
                }
            }
            return found
        }
        #expect(found == [])
    }

    @Test(
        "gets DEMOG-9999 while PDS FHIR is down, SMSP-9999 while it refuses what it is asked, in a form that it reads",
        arguments: PublishedClient.allCases,
        [("DEMOG-9999", Fault.hang), ("SMSP-9999", Fault.unknownError(status: 400))]
    )
    func failures(_ client: PublishedClient, _ expected: (code: String, fault: Fault)) async throws {
        // A short timeout only for the fault that never answers: an answer may be late on a busy machine.
        let timeout = expected.code == "DEMOG-9999" ? "timeout: 300ms" : "timeout: 3s"
        let (found, _) = try await RunningBridge.running(fhir: ["requestsPerSecond: 10000", timeout]) { bridge, pds in
            pds.faults.set([FaultRule(expected.fault, on: .patients), FaultRule(expected.fault, on: .searches)])
            var found: [String] = []
            for operation in SMSPOperation.allCases {
                let question = operation.isSearch ? Self.searches[0].question : Self.byNumber[0].question
                let (answer, _) = try await Self.answer(client, operation, question, port: bridge.port)
                let got = Self.code(answer)
                if got != expected.code { found.append("\(operation.rawValue): \(got)") }
                found += try client.troubles(with: answer, to: operation)
            }
            return found
        }
        #expect(found == [])
    }

    @Test("what lenient reading corrects in the clients' messages is counted, each departure by its name")
    func corrections() async throws {
        let (metrics, _) = try await RunningBridge.running { bridge, _ in
            // Counts by site are shown in steps of five.
            let operations = [SMSPOperation.getPatientDetailsByNHSNumber, .getPatientDetailsBySearch]
            for operation in Array(repeating: operations, count: 5).joined() {
                let question = operation.isSearch ? Self.searches[0].question : Self.byNumber[0].question
                let (answer, _) = try await Self.answer(.adaptor, operation, question, port: bridge.port)
                #expect(Self.code(answer) == "SMSP-0000")
            }
            for client in Array(repeating: PublishedClient.allCases, count: 5).joined() {
                let (answer, _) = try await Self.answer(client, .verifyNHSNumber, Self.named, port: bridge.port)
                #expect(Self.code(answer) == "SMSP-0000")
            }
            return try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body
        }
        let counted = metrics.split(separator: "\n").filter { $0.hasPrefix("smsp_bridge_corrections_total") }
        #expect(
            counted == [
                #"smsp_bridge_corrections_total{site="RXX",correction="codeWithoutRequest"} 5"#,
                #"smsp_bridge_corrections_total{site="RXX",correction="partsInAnotherOrder"} 5"#,
                #"smsp_bridge_corrections_total{site="RXX",correction="postcodeAsCode"} 5"#,
                #"smsp_bridge_corrections_total{site="RXX",correction="severalGiven"} 5"#,
            ]
        )
    }
}

extension SMSPOperation {
    fileprivate var isSearch: Bool { self == .getNHSNumber || self == .getPatientDetailsBySearch }
}
