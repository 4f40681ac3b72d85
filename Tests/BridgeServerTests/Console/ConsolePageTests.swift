import Bridge
import Evidence
import Foundation
import SMSPContract
import Testing

/// What the pages of the console say, and the headers with which they say it.
@Suite(.timeLimit(.minutes(10))) struct ConsolePageTests {
    /// Opens a page as somebody who may view.
    private func open(_ path: String, _ report: EvidenceReport?) async throws -> AdminAnswer {
        try await TestAdmin.run(ScriptedControl(report: report)) { admin in
            try await ConsoleVisitor.logIn(admin, as: "viewer").open(path)
        }
    }

    @Test(
        "every page, and every page that tells why there is none, lets in no script and is kept nowhere",
        arguments: ["/", "/differences", "/differences/a1", "/differences/no", "/sites/RXX", "/rules", "/login"]
    )
    func headers(_ path: String) async throws {
        let answer = try await open(path, .example)
        #expect(answer.headers("Content-Type") == ["text/html; charset=utf-8"])
        #expect(
            answer.headers("Content-Security-Policy") == [
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'"
            ]
        )
        #expect(answer.headers("Cache-Control") == ["no-store"])
        #expect(answer.headers("X-Content-Type-Options") == ["nosniff"])
    }

    @Test("browsers are let say where a form is from, and tell nobody else")
    func referrer() async throws {
        // With `no-referrer` browsers send `Origin: null` with every form, and nobody could log in.
        #expect(try await open("/login", .empty).headers("Referrer-Policy") == ["same-origin"])
    }

    @Test(
        "the style sheet and the icon are everybody's",
        arguments: zip(["css", "svg"], ["text/css", "image/svg+xml"])
    )
    func files(_ ending: String, _ type: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", ending == "css" ? "/console.css" : "/icon.svg") }
        #expect(answer.status == 200)
        #expect(answer.headers("Content-Type").first?.hasPrefix(type) == true)
        #expect(!answer.body.contains("url("))
    }

    @Test("the page that is open is marked among the pages", arguments: ["/", "/differences", "/rules"])
    func navigation(_ path: String) async throws {
        let body = try await open(path, .example).body
        #expect(body.occurrences(of: "aria-current") == 1)
        #expect(body.contains(#"<a href="\#(path)" aria-current="page">"#))
    }

    @Test("every page says when it was made, and of which mapping")
    func made() async throws {
        let body = try await open("/rules", .example).body
        #expect(body.contains("Made 2026-11-23 09:30 UTC, mapping shipped 1, 0123456789ab."))
    }

    @Test("where nothing was compared, every page says so")
    func nothing() async throws {
        #expect(try await open("/", .empty).body.contains("Nothing has been compared yet"))
        #expect(try await open("/differences", .empty).body.contains("No call differs under the latest mapping"))
        #expect(try await open("/sites/RXX", .empty).body.contains("No call of the site has been compared."))
    }

    @Test("where all that was compared is equal, the board says so")
    func equal() async throws {
        var draft = ReportDraft()
        draft.summary = EvidenceSummary(
            periods: [.counted([.match: 60])],
            leavesBySite: [],
            leavesByShape: [],
            patterns: []
        )
        let body = try await open("/", draft.report()).body
        #expect(body.contains("Nothing differs that no rule explains."))
        #expect(body.contains("60 MATCH"))
    }

    @Test(
        "where the records cannot be read, every page says why, and nothing else",
        arguments: ["/", "/differences", "/differences/a1", "/sites/RXX", "/rules"]
    )
    func unavailable(_ path: String) async throws {
        let answer = try await open(path, nil)
        #expect(answer.status == 503)
        #expect(answer.body.contains("The records of comparisons cannot be read: the test has none."))
        #expect(!answer.body.contains("<table"))
    }

    @Test("a page of what is not there is not found", arguments: ["/differences/c3", "/sites/RZZ", "/sites/%3Cb%3E"])
    func unknown(_ path: String) async throws {
        let answer = try await open(path, .example)
        #expect(answer.status == 404)
        #expect(answer.body.contains("There is nothing of that name under the latest mapping."))
        #expect(!answer.body.contains("<b>"))
    }

    @Test("a site's page says what a lock holds, since when, by whom and why")
    func lock() async throws {
        var draft = ReportDraft()
        let held = OperationStatus(
            operation: .getNHSNumber,
            state: .legacy,
            configured: .shadow,
            isFrozen: true,
            since: "2026-11-22T08:00:00Z",
            by: "ops-1",
            reason: "a wrong practice"
        )
        draft.sites = [SiteStatus(id: "RXX", name: nil, ods: "RXX", legacy: "central", operations: [held])]
        let body = try await open("/sites/RXX", draft.report()).body
        for words in ["getNHSNumber", "frozen", "2026-11-22T08:00:00Z", "ops-1", "a wrong practice"] {
            #expect(body.contains(words), "\(words)")
        }
    }

    @Test("the page of a difference names every row to open, and shows both answers by letters")
    func difference() async throws {
        let body = try await open("/differences/a1", .example).body
        #expect(body.contains("<h1>name/given[1] different</h1>"))
        #expect(body.contains("<li><code>name-given (Mappings/responses/patient-details.yaml:84)</code></li>"))
        #expect(body.contains("<li><code>usual-name (Mappings/responses/patient-details.yaml:9)</code></li>"))
        let chips = body.matches(of: /<span class="chip [^"]*">([^<]*)<\/span>/).map { String($0.1) }
        #expect(chips == ["A", "B"])
    }

    @Test("a rule that has expired is marked as such")
    func expired() async throws {
        var draft = ReportDraft()
        draft.rules = [ReportDraft.Rule(), ReportDraft.Rule(id: "old", expires: "2026-01-31", isExpired: true)]
        let body = try await open("/rules", draft.report()).body
        #expect(body.contains("expired 2026-01-31"))
        #expect(body.occurrences(of: "expired 20") == 1)
        #expect(body.contains("<code>Mappings/comparison.yaml:90</code>"))
    }
}
