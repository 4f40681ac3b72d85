import Foundation
import NHSIdentifiers
import SMSPContract
import SchemaValidation
import Simulators
import Subprocess
import Testing

/// The real program in front of the simulator: real sockets, a real token exchange.
@Suite(.timeLimit(.minutes(10))) struct ServeTests {
    @Test("both operations are answered over the wire, with one token for both")
    func bothOperations() async throws {
        let (answers, remains) = try await RunningBridge.running { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port)
            let verified = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409")
            let details = try await caller.ask(.getPatientDetailsByNHSNumber, "9990000018", born: "19610409")
            #expect(pds.traffic.tokenRequests == 1)
            return [verified, details]
        }
        #expect(answers[0].leaf(.validIdentifier) == "true")
        #expect(answers[1].leaf(.family) == "Quillfeather")
        #expect(answers[1].leaf(.practiceName) == "LANTERN STREET SURGERY")
        #expect(remains.status == .exited(0))
        #expect(remains.error == "")
    }

    @Test("the same question, ten times at once and once more, is asked of PDS eleven times (D42)")
    func nothingIsShared() async throws {
        _ = try await RunningBridge.running { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port)
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let last = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code
            #expect(codes + [last] == Array(repeating: "SMSP-0000", count: 11))
            #expect(pds.traffic.retrieves == 11)
        }
    }

    @Test("wrong date of birth: the answer holds the code and none of the patient's values")
    func wrongDateOfBirth() async throws {
        let (answer, _) = try await RunningBridge.running { bridge, _ in
            try await SMSPCaller(port: bridge.port)
                .ask(.getPatientDetailsByNHSNumber, "9990000018", born: "19700101")
        }
        #expect(answer.code == "DEMOG-0040")
        let values = [
            "9990000018", "Quillfeather", "Odalys", "Marigold", "Mrs", "19610409", "Lantern", "Thimble", "MIRKHOLT",
            "LX1 4QD", "01632 960101", "07700 900101", "example.com", "Y99001",
        ]
        for value in values { #expect(!answer.text.contains(value)) }
    }

    @Test("PDS is told the site's ODS code, a request id of its own for each call, and the tracking id")
    func headersToPDS() async throws {
        let (requests, _) = try await RunningBridge.running(sites: "- { id: A, ods: rxa }\n") { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port)
            for _ in 0..<3 { _ = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409") }
            return pds.traffic.requests.filter { $0.path.contains("/Patient/") }
        }
        func values(_ name: String) -> [String] {
            requests.compactMap { request in request.fields.first { $0.name.lowercased() == name }?.value }
        }
        #expect(values("nhsd-end-user-organisation-ods") == ["RXA", "RXA", "RXA"])
        #expect(Set(values("x-request-id")).count == 3)
        #expect(values("x-correlation-id").allSatisfy(UUIDText.isUUID))
    }

    @Test("10,000 calls, 64 at a time, answers crossed, duplicated and late: none gets another's answer")
    func crossedAnswers() async throws {
        let people: [(number: String, born: String)] = [
            ("9990000018", "19610409"), ("9990000026", "19740115"), ("9990000034", "19640229"),
            ("9990000069", "19880808"), ("9990000093", "19791102"),
        ]
        let (outcomes, remains) = try await RunningBridge.running { bridge, pds in
            pds.faults.set([
                FaultRule(.crossed, .share(0.03, seed: 1)),
                FaultRule(.duplicated, .share(0.03, seed: 3)), FaultRule(.late, .share(0.03, seed: 4)),
                FaultRule(.otherRequestID, .share(0.03, seed: 5)),
            ])
            let caller = try SMSPCaller(port: bridge.port)
            return try await withThrowingTaskGroup(of: String.self) { group in
                var next = 0
                func add() {
                    let person = people[next % people.count]
                    next += 1
                    group.addTask {
                        let answer = try await caller.ask(.verifyNHSNumber, person.number, born: person.born)
                        switch (answer.code, answer.leaf(.nhsNumber)) {
                        case ("SMSP-0000", person.number): return "own"
                        case ("DEMOG-9999", nil): return "unavailable"
                        default: return "WRONG \(answer.status) \(answer.code ?? "none")"
                        }
                    }
                }
                for _ in 0..<64 { add() }
                var outcomes: [String: Int] = [:]
                for try await outcome in group {
                    outcomes[outcome, default: 0] += 1
                    if next < 10_000 { add() }
                }
                return outcomes
            }
        }
        #expect(outcomes.keys.filter { $0.hasPrefix("WRONG") } == [])
        #expect(outcomes.values.reduce(0, +) == 10_000)
        #expect(try #require(outcomes["own"]) > 5_000)
        #expect(try #require(outcomes["unavailable"]) > 500)
        #expect(remains.output.contains("crossedAnswer"))
    }

    @Test("200 calls at once across a token's expiry: one token request, no error")
    func tokenExpiry() async throws {
        // A token is used until a minute before its expiry, so that one of 70 seconds is renewed after ten.
        let ((codes, tokenRequests), _) = try await RunningBridge.running(
            tokenLifetime: 70,
            fhir: ["requestsPerSecond: 500", "inFlight: 64"],
            limits: "{ perSite: { concurrent: 200 } }"
        ) { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port, inFlight: 200)
            _ = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409")
            try await Task.sleep(for: .seconds(10.5))
            pds.resetTraffic()
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            return (codes, pds.traffic.tokenRequests)
        }
        #expect(codes == ["SMSP-0000"])
        #expect(tokenRequests == 1)
    }

    @Test("the token endpoint begins to refuse the key in use: the next one takes over, no caller sees it")
    func keyChange() async throws {
        let (codes, remains) = try await RunningBridge.running(tokenLifetime: 61) { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port)
            let first = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code
            pds.apps.withdraw(kid: "key-1", from: ApplicationKeys.apiKey)
            try await Task.sleep(for: .seconds(1.5))
            let second = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code
            return [first, second]
        }
        #expect(codes == ["SMSP-0000", "SMSP-0000"])
        #expect(remains.output.contains("tokenKeyChanged"))
    }

    @Test("health is open: alive, and ready once a token could be had")
    func health() async throws {
        let ((alive, ready), _) = try await RunningBridge.running { bridge, _ in
            let base = "http://127.0.0.1:\(bridge.adminPort)"
            return (try await SMSPCaller.get(base + "/healthz"), try await SMSPCaller.get(base + "/readyz"))
        }
        #expect(alive.status == 200)
        #expect(ready.status == 200)
    }

    @Test("SIGTERM lets the call in flight finish and ends with status 0")
    func drains() async throws {
        let (code, remains) = try await RunningBridge.running { bridge, pds in
            pds.faults.set([FaultRule(.delay(.seconds(1)))])
            async let answer = SMSPCaller(port: bridge.port).ask(.verifyNHSNumber, "9990000018", born: "19610409")
            while pds.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
            try bridge.terminate()
            return try await answer.code
        }
        #expect(code == "SMSP-0000")
        #expect(remains.status == .exited(0))
    }

    @Test("the WSDL is served for any path")
    func wsdl() async throws {
        let (wsdl, _) = try await RunningBridge.running { bridge, _ in
            try await SMSPCaller.get("http://127.0.0.1:\(bridge.port)/smsp/pds?wsdl")
        }
        #expect(wsdl.status == 200)
        #expect(wsdl.body.contains("urn:nhs-itk:services:201005:verifyNHSNumber-v1-0"))
    }

    @Test("a body over limits.requestBytes gets HTTP 413 and no SOAP (D58)")
    func tooLarge() async throws {
        let (answer, _) = try await RunningBridge.running { bridge, _ in
            let body = Array(repeating: UInt8(ascii: " "), count: 64 * 1024 + 1)
            return try await SMSPCaller(port: bridge.port).send(body, soapAction: nil)
        }
        #expect(answer.status == 413)
        #expect(answer.body == [])
    }

    @Test("a quota that leaves no room is answered busy, HTTP 503 with a fault that may be retried (D64)")
    func busy() async throws {
        let (answers, _) = try await RunningBridge.running(fhir: ["requestsPerSecond: 0.2"]) { bridge, _ in
            let caller = try SMSPCaller(port: bridge.port)
            return try await withThrowingTaskGroup(of: SMSPCaller.Answer.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409") }
                }
                return try await group.reduce(into: [SMSPCaller.Answer]()) { $0.append($1) }
            }
        }
        let busy = answers.filter { $0.status == 503 }
        #expect(busy.count == 3)
        #expect(busy.allSatisfy { $0.fault == "2100" })
    }
}
