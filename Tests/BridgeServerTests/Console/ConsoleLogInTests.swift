import Bridge
import BridgeServer
import InMemoryJournal
import Testing

/// Who gets into the console, and how they leave it.
@Suite(.timeLimit(.minutes(10))) struct ConsoleLogInTests {
    private static let pages = ["/", "/differences", "/differences/0", "/sites/RXX", "/rules"]

    private static func run<Value: Sendable>(
        _ control: ScriptedControl? = nil,
        users: AdminUsers = AdminUsers(TestAdmin.users),
        _ body: @Sendable (TestAdmin) async throws -> Value
    ) async throws -> Value {
        try await TestAdmin.run(try control ?? ScriptedControl(report: .empty), users: users, body)
    }

    @Test("a user's token logs in, with a cookie that scripts, other sites and plain lines never get")
    func logIn() async throws {
        try await Self.run { admin in
            let answer = try await ConsoleVisitor(admin).send("/login", "token=viewer")
            #expect(answer.status == 303)
            #expect(answer.location == "/")
            let cookie = try #require(answer.headers("Set-Cookie").first)
            #expect(answer.headers("Set-Cookie").count == 1)
            let attributes = Set(cookie.split(separator: "; ").dropFirst().map(String.init))
            #expect(attributes == ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"])
            let page = try await ConsoleVisitor(admin).showing(answer.sessionCookie).open("/")
            #expect(page.status == 200)
        }
    }

    @Test(
        "another token is refused, without being repeated, and entered in the audit",
        arguments: ["guess", "", "%20"]
    )
    func wrongToken(_ token: String) async throws {
        let control = try ScriptedControl(report: .empty)
        try await Self.run(control) { admin in
            let answer = try await ConsoleVisitor(admin).send("/login", "token=\(token)")
            #expect(answer.status == 403)
            #expect(answer.body.contains("That is no user’s token."))
            #expect(!answer.body.contains("guess"))
            #expect(answer.headers("Set-Cookie") == [])
        }
        #expect(control.journal.actions.map(\.action) == ["login-failed"])
    }

    @Test(
        "a form that is not of the listener's own page does not log in",
        arguments: [
            nil, "Origin: null", "Origin: http://evil.example", "Origin: http://127.0.0.1:1",
            "Origin: http://127.0.0.1.evil.example", "Origin: ftp://127.0.0.1",
        ]
    )
    func otherOrigin(_ origin: String?) async throws {
        let answer = try await Self.run { try await ConsoleVisitor($0).send("/login", "token=viewer", origin: origin) }
        #expect(answer.status == 403)
        #expect(answer.headers("Set-Cookie") == [])
    }

    @Test("the listener's own page may be under https")
    func ownOrigin() async throws {
        let answer = try await Self.run {
            try await ConsoleVisitor($0).send("/login", "token=viewer", origin: "Origin: https://127.0.0.1")
        }
        #expect(answer.status == 303)
    }

    @Test("under another host's name there is neither a page nor a log-in")
    func otherHost() async throws {
        try await Self.run { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            for path in Self.pages + ["/login"] {
                #expect(try await visitor.open(path, host: "evil.example").status == 421, "\(path)")
            }
            let answer = try await visitor.send(
                "/login",
                "token=viewer",
                origin: "Origin: http://evil.example",
                host: "evil.example"
            )
            #expect(answer.status == 421)
        }
    }

    @Test("without a session every page leads to the log-in", arguments: [nil, "", "0", "viewer"])
    func noSession(_ cookie: String?) async throws {
        try await Self.run { admin in
            for path in Self.pages {
                let answer = try await ConsoleVisitor(admin).showing(cookie).open(path)
                #expect(answer.status == 303, "\(path)")
                #expect(answer.location == "/login")
                #expect(answer.body == "")
            }
        }
    }

    @Test("logging out ends the session, and that session alone")
    func logOut() async throws {
        try await Self.run { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            let other = try await ConsoleVisitor.logIn(admin, as: "viewer")
            let answer = try await visitor.logOut()
            #expect(answer.status == 303)
            #expect(answer.location == "/login")
            #expect(try await visitor.open("/").location == "/login")
            #expect(try await other.open("/").status == 200)
        }
    }

    @Test("who has no session is led to the log-in by logging out")
    func logOutTwice() async throws {
        try await Self.run { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            let token = try #require(try await visitor.open("/").formToken)
            _ = try await visitor.logOut()
            let answer = try await visitor.send("/logout", "formToken=\(token)")
            #expect(answer.location == "/login")
        }
    }

    @Test("nobody is logged out by a form of another session, or of another origin")
    func foreignForm() async throws {
        try await Self.run { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            let other = try await ConsoleVisitor.logIn(admin, as: "viewer")
            let (own, foreign) = (
                try #require(try await visitor.open("/").formToken), try #require(try await other.open("/").formToken)
            )
            for form in ["formToken=\(foreign)", "formToken=", ""] {
                #expect(try await visitor.send("/logout", form).status == 403)
            }
            let elsewhere = try await visitor.send("/logout", "formToken=\(own)", origin: "Origin: http://evil.example")
            #expect(elsewhere.status == 403)
            #expect(try await visitor.open("/").status == 200)
        }
    }

    @Test("a session opens no door under /api")
    func noBearer() async throws {
        let status = try await Self.run { admin in
            try await ConsoleVisitor.logIn(admin, as: "viewer").open("/api/sites").status
        }
        #expect(status == 401)
    }

    @Test("who may not view is told so, and sees nothing of the evidence")
    func role() async throws {
        try await Self.run(try ScriptedControl(report: .example)) { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "operator")
            for path in Self.pages {
                let answer = try await visitor.open(path)
                #expect(answer.status == 403, "\(path)")
                #expect(answer.body.contains("You have not the role view."))
                #expect(!answer.body.contains("name/given[1]"))
                #expect(!answer.body.contains("RXX"))
            }
        }
    }

    @Test(
        "a session ends with the user whom a reload takes away, or gives another token",
        arguments: [[], [TestAdmin.user("viewer", [.view], token: "another")]]
    )
    func exchanged(_ next: [AdminUser]) async throws {
        let users = AdminUsers(TestAdmin.users)
        try await Self.run(users: users) { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            #expect(try await visitor.open("/").status == 200)
            users.apply(next)
            #expect(try await visitor.open("/").location == "/login")
        }
    }

    @Test("a role that a reload takes away is gone at once")
    func lessened() async throws {
        let users = AdminUsers(TestAdmin.users)
        try await Self.run(users: users) { admin in
            let visitor = try await ConsoleVisitor.logIn(admin, as: "viewer")
            users.apply([TestAdmin.user("viewer", [.audit])])
            #expect(try await visitor.open("/").status == 403)
        }
    }

    @Test("a form that is too long is refused")
    func longForm() async throws {
        let token = String(repeating: "a", count: 20_000)
        let answer = try await Self.run { try await ConsoleVisitor($0).send("/login", "token=\(token)") }
        #expect(answer.status == 413)
    }
}
