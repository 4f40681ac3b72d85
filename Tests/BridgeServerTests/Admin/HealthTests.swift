import Bridge
import BridgeServer
import RawHTTP
import Testing

@Suite(.timeLimit(.minutes(10))) struct HealthTests {
    private func get(_ path: String, isReady: Bool = true) async throws -> String {
        let listener = try AdminListener(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            readiness: {
                Readiness(checks: [
                    ReadinessCheck(name: "listening", isPassed: true), ReadinessCheck(name: "token", isPassed: isReady),
                ])
            },
            logger: .silent
        )
        var answer = ""
        try await running(listener) { _ in
            let connection = try await RawConnection(port: try await listener.boundPort)
            try await connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            answer = try await connection.answer().text
            try await connection.close()
        }
        return answer
    }

    @Test("the process is alive, whether it is ready or not", arguments: [true, false])
    func alive(_ isReady: Bool) async throws {
        let answer = try await get("/healthz", isReady: isReady)
        #expect(answer.status == 200)
        #expect(answer.hasSuffix(#"{"status":"alive"}"#))
    }

    @Test("readiness is shown with its checks", arguments: ["/readyz", "/healthcheck"], [true, false])
    func ready(_ path: String, _ isReady: Bool) async throws {
        let answer = try await get(path, isReady: isReady)
        #expect(answer.status == (isReady ? 200 : 503))
        #expect(answer.contains(isReady ? #""status":"ready""# : #""status":"not ready""#))
        #expect(answer.contains(#""name":"listening""#))
        #expect(answer.contains(#""isPassed":\#(isReady)"#))
        #expect(answer.lowercased().contains("content-type: application/json"))
    }

    @Test("nothing else is there", arguments: ["/", "/healthz/x", "/metrics", "/api/sites"])
    func unknown(_ path: String) async throws {
        #expect(try await get(path).status == 404)
    }

    @Test("a port that is taken is an error of the listener, not a wait for ever")
    func taken() async throws {
        try await TestListener.run { first in
            let second = try AdminListener(
                address: ListenAddress(host: "127.0.0.1", port: first.port),
                readiness: { Readiness(checks: []) },
                logger: .silent
            )
            await #expect(throws: (any Error).self) { try await second.run() }
            await #expect(throws: (any Error).self) { try await second.boundPort }
        }
    }
}
