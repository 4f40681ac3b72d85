import Curl
import Foundation

/// Somebody who uses `/api` of a running bridge.
struct Operator: Sendable {
    private let pool: CurlPool
    private let base: String

    init(_ bridge: BridgeProcess) throws {
        pool = try CurlPool(CurlConfiguration())
        base = "http://127.0.0.1:\(bridge.adminPort)"
    }

    /// Posts a change of state; the status of the answer.
    func change(_ site: String, _ action: String, _ body: String) async throws -> Int {
        try await post("/api/sites/\(site)/\(action)", body)
    }

    /// Has the bridge read its files anew; the status of the answer.
    func reload() async throws -> Int { try await post("/api/reload", "") }

    /// Waits until so many reloads were taken up, by the bridge's own count.
    func waitForReloads(_ count: Int) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            let metrics = try await SMSPCaller.get(base + "/metrics").body
            let applied = metrics.firstMatch(of: /reloads_total\{[^}]*applied[^}]*\} ([0-9]+)/)
            if let applied, let reloads = Int(applied.1), reloads >= count { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CancellationError()
    }

    /// The text that a path of the listener answers with.
    func get(_ path: String) async throws -> String {
        String(decoding: try await ask(.get, path, "").body, as: UTF8.self)
    }

    private func post(_ path: String, _ body: String) async throws -> Int {
        try await ask(.post, path, body).status
    }

    private func ask(_ method: CurlRequest.Method, _ path: String, _ body: String) async throws -> CurlResponse {
        try await pool.perform(
            CurlRequest(
                method: method,
                url: base + path,
                headers: [
                    ("Authorization", "Bearer \(CutoverHarness.token)"), ("Content-Type", "application/json"),
                ],
                body: Array(body.utf8),
                deadline: .now + .seconds(60),
                responseLimit: 1 << 24
            )
        )
    }
}
