import Bridge
import BridgeServer
import Crypto
import Foundation
import RawHTTP
import Testing

/// An admin listener that runs in this process, for as long as a test uses it.
struct TestAdmin: Sendable {
    private let listener: AdminListener

    /// A user of each set of roles, known by the name for a token.
    static let users = [
        user("viewer", [.view]), user("operator", [.operate]), user("auditor", [.audit]),
    ]

    static func user(_ name: String, _ roles: Set<AdminRole>, token: String? = nil) -> AdminUser {
        AdminUser(name: name, tokenSHA256: Array(SHA256.hash(data: Data((token ?? name).utf8))), roles: roles)
    }

    /// Runs a listener over `control` while `body` does.
    static func run<Value: Sendable>(
        _ control: ScriptedControl = ScriptedControl(),
        users: AdminUsers = AdminUsers(TestAdmin.users),
        metrics: (@Sendable () async -> String)? = nil,
        _ body: @Sendable (TestAdmin) async throws -> Value
    ) async throws -> Value {
        let listener = try AdminListener(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            users: users,
            control: control,
            metrics: metrics,
            readiness: { Readiness(checks: []) },
            logger: .silent
        )
        var value: Value?
        try await running(listener) { _ in value = try await body(TestAdmin(listener: listener)) }
        return try #require(value)
    }

    /// What the listener answers.
    func ask(
        _ method: String = "GET",
        _ path: String,
        token: String? = nil,
        host: String = "127.0.0.1",
        headers: [String] = [],
        type: String = "application/json",
        body: String? = nil
    ) async throws -> AdminAnswer {
        let connection = try await RawConnection(port: try await listener.boundPort)
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let body { lines += ["Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] }
        try await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
        let answer = try await connection.answer().text
        try await connection.close()
        return AdminAnswer(text: answer)
    }
}

/// An answer of the admin listener.
struct AdminAnswer: Sendable {
    let text: String

    var status: Int? { text.status }

    /// The body.
    var body: String { text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }

    /// The values of a header, in order.
    func headers(_ name: String) -> [String] {
        text.components(separatedBy: "\r\n").prefix { !$0.isEmpty }
            .filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The sentences of a refusal: `error`, then `problems`.
    var sentences: [String] {
        struct Refusal: Decodable {
            let error: String
            let problems: [String]?
        }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(body.utf8)) else { return [] }
        return [refusal.error] + (refusal.problems ?? [])
    }
}
