import Foundation
import RawHTTP
import Testing

/// What callers get whose site is on legacy and who are many: decision D10.
@Suite struct LegacyQueueTests {
    private static let callers = 100

    /// The statuses that callers get who ask all at once, of an endpoint that takes a time for each call.
    ///
    /// - Parameters:
    ///   - perSite: `limits.perSite` of the bridge.
    ///   - legacy: more of the legacy endpoint's settings.
    private static func statuses(
        endpointTakes time: Duration,
        perSite: String,
        legacy: String = ""
    ) async throws -> [Int: Int] {
        let endpoint = RawServer { _ in .sendLater(time, RawServer.answer("<answer/>")) }
        return try await endpoint.run { port in
            try await RunningBridge.running(
                limits: "{ perSite: \(perSite) }",
                sites: "- { id: RXX, ods: RXX, legacy: central }\n",
                more: ["legacies: { central: { url: 'http://127.0.0.1:\(port)/smsp/pds'\(legacy) } }"]
            ) { bridge, _ in
                let caller = try SMSPCaller(port: bridge.port, inFlight: callers)
                return try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<callers {
                        group.addTask {
                            try await caller.send(Array("<a>\(number)</a>".utf8), soapAction: nil).status
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                }
            }.value
        }
    }

    @Test(
        "100 callers at once of an endpoint that takes 2 s get 100 answers (D10)",
        arguments: [
            ("{ concurrent: 32 }", ""), ("{}", ", inFlight: 32"), ("{}", ", requestsPerSecond: 20"),
            ("{ concurrent: 32, patience: 1ms }", ""),
        ]
    )
    func all(_ perSite: String, _ legacy: String) async throws {
        let statuses = try await Self.statuses(endpointTakes: .seconds(2), perSite: perSite, legacy: legacy)
        #expect(statuses == [200: 100])
    }

    @Test("a wait that is as long as the endpoint's timeout ends with busy")
    func tooLong() async throws {
        let statuses = try await Self.statuses(
            endpointTakes: .seconds(2),
            perSite: "{ concurrent: 1 }",
            legacy: ", timeout: 5s"
        )
        // Three have their turn within 5 s, at 0, 2 and 4 s, and then 5 s of their own.
        #expect(statuses == [200: 3, 503: 97])
    }
}
