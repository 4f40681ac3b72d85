import Bridge
import Evidence
import Foundation
import SMSPContract
import Testing

/// What the endpoints under `/api` say and do.
@Suite(.timeLimit(.minutes(10))) struct AdminAPITests {
    private struct Sites: Decodable {
        let sites: [SiteStatus]
    }

    @Test("the sites are given with the state of each operation")
    func sites() async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites", token: "viewer") }
        let sites = try JSONDecoder().decode(Sites.self, from: Data(answer.body.utf8)).sites
        #expect(sites == [ScriptedControl.site])
        #expect(answer.text.lowercased().contains("content-type: application/json"))
        #expect(answer.text.lowercased().contains("cache-control: no-store"))
    }

    @Test("a site that is not there is 404")
    func noSite() async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites/RZZ", token: "viewer") }
        #expect(answer.status == 404)
        #expect(answer.sentences == ["there is no such site"])
    }

    @Test("the mapping tables in use are named")
    func mappings() async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/mappings", token: "viewer") }
        #expect(answer.body == #"{"hash":"hash","id":"shipped","version":"1"}"#)
    }

    @Test(
        "a change is made as it was asked, in the name of who asked",
        arguments: [
            (
                "promote", #"{"operation":"getNHSNumber","to":"fhir","reason":" a trial ","force":true}"#,
                CutoverChange(
                    .promote,
                    site: "RXX",
                    operation: .getNHSNumber,
                    to: .fhir,
                    reason: "a trial",
                    isForced: true
                )
            ),
            ("rollback", #"{"reason":"back"}"#, CutoverChange(.rollback, site: "RXX", operation: nil, reason: "back")),
            (
                "rollback", #"{"reason":"back","to":"legacy"}"#,
                CutoverChange(.rollback, site: "RXX", operation: nil, reason: "back")
            ),
            (
                "freeze", #"{"operation":"verifyNHSNumber","reason":"hold"}"#,
                CutoverChange(.freeze, site: "RXX", operation: .verifyNHSNumber, reason: "hold")
            ),
            (
                "retire-legacy", #"{"reason":"end"}"#,
                CutoverChange(.retireLegacy, site: "RXX", operation: nil, reason: "end")
            ),
        ]
    )
    func change(_ action: String, _ body: String, _ expected: CutoverChange) async throws {
        let control = ScriptedControl()
        let answer = try await TestAdmin.run(control) {
            try await $0.ask("POST", "/api/sites/RXX/\(action)", token: "operator", body: body)
        }
        #expect(answer.status == 200)
        #expect(control.changes == [expected])
        #expect(control.users == ["operator"])
        #expect(try JSONDecoder().decode(SiteStatus.self, from: Data(answer.body.utf8)) == ScriptedControl.site)
    }

    @Test("forget removes what is kept of a site and tells of the reload; it needs a reason and the role operate")
    func forget() async throws {
        let control = ScriptedControl()
        let answers = try await TestAdmin.run(control) { admin in
            var answers: [Int?] = []
            for (token, body) in [
                ("operator", #"{"reason":"closed"}"#), ("operator", "{}"), ("viewer", #"{"reason":"r"}"#),
            ] {
                answers.append(try await admin.ask("POST", "/api/sites/OLD/forget", token: token, body: body).status)
            }
            return answers
        }
        #expect(answers == [200, 400, 403])
        #expect(control.forgotten == ["OLD: closed"])
        #expect(control.users == ["operator"])
    }

    @Test(
        "what is wrong with a body is told, all of it, and nothing is changed",
        arguments: [
            ("promote", "{}", ["reason: is missing", "to: is missing"]),
            ("promote", "[1]", ["the body is not a JSON object"]),
            ("promote", #"{"to":"sideways","reason":"r"}"#, ["to: is none of legacy, shadow, fhir"]),
            (
                "promote", #"{"to":"fhir","reason":" ","force":1}"#,
                ["reason: is blank", "force: is neither true nor false"]
            ),
            (
                "rollback", #"{"reason":"r","operation":"all"}"#,
                [
                    "operation: is none of "
                        + SMSPOperation.allCases.map(\.rawValue).joined(separator: ", ")
                ]
            ),
            ("freeze", #"{"reason":"r","to":"fhir"}"#, ["to: is not for freeze"]),
            ("freeze", #"{"reason":"a\u0007b"}"#, ["reason: holds a control character"]),
            ("unfreeze", #"{"reason":"r","why":"x"}"#, ["only these are known here: operation, to, reason, force"]),
        ]
    )
    func invalid(_ action: String, _ body: String, _ problems: [String]) async throws {
        let control = ScriptedControl()
        let answer = try await TestAdmin.run(control) {
            try await $0.ask("POST", "/api/sites/RXX/\(action)", token: "operator", body: body)
        }
        #expect(answer.status == 400)
        #expect(Set(answer.sentences.dropFirst()) == Set(problems))
        #expect(control.changes.isEmpty)
    }

    @Test(
        "why a change is not made is told, with the status of its kind",
        arguments: zip([CutoverRefusal.Kind.unknownSite, .held, .failed], [404, 409, 500])
    )
    func refused(_ kind: CutoverRefusal.Kind, _ status: Int) async throws {
        let control = ScriptedControl(refusal: CutoverRefusal(kind, ["for this reason", "and that"]))
        let answer = try await TestAdmin.run(control) {
            try await $0.ask("POST", "/api/sites/RXX/freeze", token: "operator", body: #"{"reason":"r"}"#)
        }
        #expect(answer.status == status)
        #expect(answer.sentences.dropFirst() == ["for this reason", "and that"])
    }

    @Test("a reload that is applied says of what")
    func reload() async throws {
        let control = ScriptedControl()
        let answer = try await TestAdmin.run(control) { try await $0.ask("POST", "/api/reload", token: "operator") }
        #expect(answer.body == #"{"mappingHash":"hash","sites":1}"#)
        #expect(control.users == ["operator"])
    }

    @Test("a reload that is refused is 409, with every problem")
    func reloadRefused() async throws {
        let control = ScriptedControl(reload: .refused(["sites.yaml:1: a", "sites.yaml:2: b"]))
        let answer = try await TestAdmin.run(control) { try await $0.ask("POST", "/api/reload", token: "operator") }
        #expect(answer.status == 409)
        #expect(answer.sentences.dropFirst() == ["sites.yaml:1: a", "sites.yaml:2: b"])
    }

    @Test("a body that is too long is refused")
    func longBody() async throws {
        let body = #"{"reason":""# + String(repeating: "a", count: 20_000) + #""}"#
        let answer = try await TestAdmin.run {
            try await $0.ask("POST", "/api/sites/RXX/freeze", token: "operator", body: body)
        }
        #expect(answer.status == 413)
    }

    @Test(
        "another method is not there",
        arguments: [("GET", "/api/reload"), ("DELETE", "/api/sites"), ("POST", "/api/sites")]
    )
    func otherMethod(_ method: String, _ path: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask(method, path, token: "operator") }
        #expect(answer.status == 404)
    }
}
