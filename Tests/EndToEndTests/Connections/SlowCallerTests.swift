import RawHTTP
import SMSPContract
import Testing

/// Callers who hold connections open by sending next to nothing.
@Suite(.timeLimit(.minutes(10))) struct SlowCallerTests {
    /// Sends the beginning of a head, then a byte now and then, until the bridge ends the connection.
    private static func drip(port: Int) async throws {
        try await RawConnection.open(port: port) { connection in
            try await connection.send("POST / HTTP/1.1\r\nX-Padding: ")
            while !connection.isEnded {
                try? await connection.send("a")
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    @Test("a hundred heads that never end are cut off by limits.headerTimeout, and others are answered meanwhile")
    func slowHeads() async throws {
        let (codes, _) = try await RunningBridge.running(
            fhir: ["requestsPerSecond: 10000", "timeout: 30s"],
            limits: "{ concurrentRequests: 16, headerTimeout: 2s, deadline: 60s }"
        ) { bridge, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 { group.addTask { try await Self.drip(port: bridge.port) } }
                let caller = try SMSPCaller(port: bridge.port)
                var codes: Set<String?> = []
                for _ in 0..<10 {
                    codes.insert(try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code)
                }
                try await group.waitForAll()
                return codes
            }
        }
        #expect(codes == ["SMSP-0000"])
    }
}
