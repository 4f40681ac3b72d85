import Curl
import Foundation
import Testing

/// Somebody who is logged in to the console of a running bridge.
struct ConsoleReader: Sendable {
    private let pool: CurlPool
    private let base: String
    private let cookie: String

    /// Logs in by the form.
    init(_ bridge: BridgeProcess) async throws {
        pool = try CurlPool(CurlConfiguration())
        base = "http://127.0.0.1:\(bridge.adminPort)"
        let answer = try await pool.perform(
            CurlRequest(
                method: .post,
                url: base + "/login",
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", base)],
                body: Array("token=\(CutoverHarness.token)".utf8),
                deadline: .now + .seconds(30),
                responseLimit: 1 << 20
            )
        )
        cookie = String(try #require(answer.header("Set-Cookie")?.split(separator: ";").first))
    }

    /// The page at `path`.
    func page(_ path: String) async throws -> String {
        let answer = try await pool.perform(
            CurlRequest(
                method: .get,
                url: base + path,
                headers: [("Cookie", cookie)],
                deadline: .now + .seconds(30),
                responseLimit: 1 << 24
            )
        )
        try #require(answer.status == 200, "\(path)")
        return String(decoding: answer.body, as: UTF8.self)
    }
}
