import Foundation
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: what it has been asked", .timeLimit(.minutes(10)))
struct TrafficTests {
    @Test("requests are counted by what they ask for, token requests with them")
    func counts() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { simulator, port in
            let token = try await TestApp.token(port: port)
            _ = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            _ = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            _ = try await PDSTesting.reply(to: WireRequest(path: "/personal-demographics/FHIR/R4/_ping"), port: port)
            let traffic = simulator.traffic
            #expect(traffic.tokenRequests == 1)
            #expect(traffic.retrieves == 2)
            #expect(traffic.otherRequests == 1)
            #expect(traffic.distinctRequestIDs == 1)
            #expect(traffic.retries == 1)
            simulator.resetTraffic()
            #expect(simulator.traffic.retrieves == 0)
            #expect(simulator.traffic.requests.isEmpty)
        }
    }

    @Test("headers are captured as sent, with the fault that was done")
    func captured() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.brokenJSON)
            let headers = [("NHSD-End-User-Organisation-ODS", "RXX")]
            _ = try await PDSTesting.reply(to: .patient("9990000018", headers: headers), port: port)
            let request = try #require(simulator.traffic.requests.last)
            #expect(request.method == "GET")
            #expect(request.path == "/personal-demographics/FHIR/R4/Patient/9990000018")
            #expect(request.requestID == WireRequest.requestID)
            #expect(request[field: "nhsd-end-user-organisation-ods"] == "RXX")
            #expect(request.fault == .brokenJSON)
        }
    }

    @Test("only the last requests are kept")
    func bounded() async throws {
        var configuration = PDSConfiguration()
        configuration.capturedRequests = 3
        try await PDSTesting.withSimulator(configuration) { simulator, port in
            try await RawConnection.open(port: port) { connection in
                for id in 0..<8 {
                    let id = String(format: "00000000-0000-4000-8000-%012X", id)
                    _ = try await connection.exchange(.patient("9990000042", requestID: id))
                }
            }
            #expect(simulator.traffic.retrieves == 8)
            #expect(simulator.traffic.requests.compactMap { $0.requestID?.last } == ["5", "6", "7"])
        }
    }

    @Test("requests at one time are counted as they overlap", .timeLimit(.minutes(10)))
    func inFlight() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.hang)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await RawConnection.open(port: port) { connection in
                            try await connection.send(.patient("9990000042"))
                            while simulator.traffic.maxInFlight < 4 { try await Task.sleep(for: .milliseconds(5)) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(simulator.traffic.maxInFlight == 4)
        }
    }
}
