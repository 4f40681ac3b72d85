import Bridge
import InMemoryJournal
import Testing

/// The audit journal through `/api`.
@Suite(.timeLimit(.minutes(10))) struct AuditEndpointTests {
    private func ask(
        _ method: String,
        _ path: String,
        body: String? = nil,
        _ control: ScriptedControl
    ) async throws -> AdminAnswer {
        try await TestAdmin.run(control) { try await $0.ask(method, path, token: "auditor", body: body) }
    }

    @Test("entries are given as the journal writes them, and the reading is entered")
    func entries() async throws {
        let control = ScriptedControl()
        control.journal.enqueue(.action(AuditedAction(user: "ops-1", action: "freeze", site: "RXX")))
        let answer = try await ask("GET", "/api/audit?user=ops-1&limit=5", control)
        #expect(answer.body.contains(#""user":"ops-1","action":"freeze","site":"RXX""#))
        let reading = control.journal.actions.last
        #expect(reading?.user == "auditor")
        #expect(reading?.action == "audit-query")
        #expect(reading?.reason == "user ops-1, limit 5")
    }

    @Test("a person is asked for by number, and entered as a token")
    func person() async throws {
        let control = ScriptedControl()
        let answer = try await ask("POST", "/api/audit/query", body: #"{"nhsNumber":"9990000018"}"#, control)
        #expect(answer.status == 200)
        let reason = try #require(control.journal.actions.last?.reason)
        #expect(reason.contains(control.journal.subject("9990000018")))
        #expect(!reason.contains("9990000018"))
    }

    @Test(
        "what is wrong with a question is told without repeating it",
        arguments: [
            ("/api/audit?limit=0", "limit: is not a whole number from 1 to 10000"),
            ("/api/audit?from=yesterday", "from: is no time such as 2026-11-23T09:30:00Z or 2026-11-23"),
            ("/api/audit?nhsNumber=9990000018", "only these are known here: user, messageID, site, from, to, limit"),
            ("/api/audit?site=A&site=B", "site: is given more than once"),
        ]
    )
    func invalid(_ path: String, _ problem: String) async throws {
        let answer = try await ask("GET", path, ScriptedControl())
        #expect(answer.status == 400)
        #expect(answer.sentences.dropFirst() == [problem])
    }

    @Test("nobody sees entries while the reading cannot be entered")
    func unwritable() async throws {
        let control = ScriptedControl()
        control.journal.enqueue(.action(AuditedAction(user: "ops-1", action: "freeze")))
        control.journal.setWritable(false)
        let answer = try await ask("GET", "/api/audit", control)
        #expect(answer.status == 503)
        #expect(!answer.body.contains("ops-1"))
    }
}
