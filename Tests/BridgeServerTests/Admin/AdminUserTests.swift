import Bridge
import BridgeServer
import InMemoryJournal
import Testing

/// Who gets what under `/api`.
@Suite(.timeLimit(.minutes(10))) struct AdminUserTests {
    private static let reason = #"{"reason":"a trial","to":"fhir","force":true}"#

    /// Method, path, body and the role that is needed.
    private static let endpoints: [(String, String, String?, String)] = [
        ("GET", "/api/sites", nil, "viewer"), ("GET", "/api/sites/RXX", nil, "viewer"),
        ("GET", "/api/mappings", nil, "viewer"), ("POST", "/api/reload", nil, "operator"),
        ("POST", "/api/sites/RXX/promote", reason, "operator"),
        ("POST", "/api/sites/RXX/rollback", #"{"reason":"back"}"#, "operator"),
        ("POST", "/api/sites/RXX/freeze", #"{"reason":"hold"}"#, "operator"),
        ("POST", "/api/sites/RXX/unfreeze", #"{"reason":"go"}"#, "operator"),
        ("POST", "/api/sites/RXX/retire-legacy", #"{"reason":"end"}"#, "operator"),
        ("GET", "/api/audit", nil, "auditor"),
        ("POST", "/api/audit/query", #"{"nhsNumber":"9990000018"}"#, "auditor"),
    ]

    @Test("each endpoint answers the users of its role, and them alone", arguments: endpoints)
    func roles(_ method: String, _ path: String, _ body: String?, _ role: String) async throws {
        try await TestAdmin.run { admin in
            for user in TestAdmin.users {
                let answer = try await admin.ask(method, path, token: user.name, body: body)
                #expect(answer.status == (user.name == role ? 200 : 403), "\(user.name)")
            }
        }
    }

    @Test("without a token that is known there is nothing", arguments: [nil, "someone", "", "viewer operator"])
    func unknown(_ token: String?) async throws {
        try await TestAdmin.run { admin in
            for (method, path, body, _) in Self.endpoints {
                let answer = try await admin.ask(method, path, token: token, body: body)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.text.lowercased().contains("www-authenticate: bearer"))
            }
        }
    }

    @Test("a path that only looks different is not open", arguments: ["//api/sites", "/api//sites", "/%61pi/sites"])
    func disguised(_ path: String) async throws {
        let status = try await TestAdmin.run { try await $0.ask("GET", path).status }
        #expect(status == 401 || status == 404)
    }

    @Test(
        "a page whose name was made to lead here is turned away",
        arguments: ["evil.example", "127.evil.example", "127.0.0.1.evil.example"]
    )
    func otherHost(_ host: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites", token: "viewer", host: host) }
        #expect(answer.status == 421)
    }

    @Test(
        "this machine's own names are the listener's",
        arguments: ["127.0.0.1", "localhost", "localhost:9090", "[::1]:1"]
    )
    func ownHost(_ host: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites", token: "viewer", host: host) }
        #expect(answer.status == 200)
    }

    @Test("users that a reload took away get nothing from then on")
    func exchanged() async throws {
        let users = AdminUsers(TestAdmin.users)
        try await TestAdmin.run(users: users) { admin in
            users.apply([TestAdmin.user("viewer", [.view], token: "another")])
            let before = try await admin.ask("GET", "/api/sites", token: "viewer")
            #expect(before.status == 401)
            let after = try await admin.ask("GET", "/api/sites", token: "another")
            #expect(after.status == 200)
        }
    }

    @Test("failed log-ins are entered in the audit, many as one")
    func failedLogins() async throws {
        let control = ScriptedControl()
        try await TestAdmin.run(control) { admin in
            for _ in 0..<5 { _ = try await admin.ask("GET", "/api/sites", token: "guess") }
        }
        let entries = control.journal.actions.filter { $0.action == "login-failed" }
        #expect(entries.map(\.user) == ["bridge", "bridge"])
        #expect(entries.compactMap(\.reason).map { $0.hasSuffix(": 1") || $0.hasSuffix(": 4") } == [true, true])
        #expect(!entries.contains { $0.reason?.contains("guess") == true })
        #expect(entries.map(\.peer) == ["127.0.0.1", "127.0.0.1"])
    }
}
