import Testing

/// A person with a browser before the console: sends what browsers send, and keeps the cookie of the session.
struct ConsoleVisitor: Sendable {
    let admin: TestAdmin
    /// The value of the session's cookie; nil for nobody.
    let cookie: String?

    /// What a browser says of where a form is from, when it is from the listener's own page.
    static let ownOrigin = "Origin: http://127.0.0.1"
    static let formType = "application/x-www-form-urlencoded"

    /// Somebody who has not logged in.
    init(_ admin: TestAdmin) {
        self.init(admin, cookie: nil)
    }

    private init(_ admin: TestAdmin, cookie: String?) {
        self.admin = admin
        self.cookie = cookie
    }

    /// Somebody who has logged in.
    static func logIn(_ admin: TestAdmin, as user: String) async throws -> ConsoleVisitor {
        let answer = try await ConsoleVisitor(admin).send("/login", "token=\(user)")
        let cookie = try #require(answer.sessionCookie)
        return ConsoleVisitor(admin, cookie: cookie)
    }

    /// The same browser with another cookie.
    func showing(_ cookie: String?) -> ConsoleVisitor { ConsoleVisitor(admin, cookie: cookie) }

    /// Opens a page.
    func open(_ path: String, host: String = "127.0.0.1") async throws -> AdminAnswer {
        try await admin.ask("GET", path, host: host, headers: cookies)
    }

    /// Sends a form.
    ///
    /// - Parameter origin: the header line that tells where the form is from; nil for none.
    func send(
        _ path: String,
        _ form: String,
        origin: String? = ownOrigin,
        host: String = "127.0.0.1"
    ) async throws -> AdminAnswer {
        let headers = cookies + (origin.map { [$0] } ?? [])
        return try await admin.ask("POST", path, host: host, headers: headers, type: Self.formType, body: form)
    }

    /// Logs out as the button of a page does.
    func logOut() async throws -> AdminAnswer {
        let page = try await open("/rules")
        return try await send("/logout", "formToken=\(try #require(page.formToken))")
    }

    private var cookies: [String] { cookie.map { ["Cookie: smsp-bridge-session=\($0)"] } ?? [] }
}

extension AdminAnswer {
    /// Where the answer leads; nil when it leads nowhere.
    var location: String? { headers("Location").first }

    /// The value of the session's cookie, when the answer sets it.
    var sessionCookie: String? {
        headers("Set-Cookie").first?.firstMatch(of: /^smsp-bridge-session=([0-9a-f]+);/).map { String($0.1) }
    }

    /// What the forms of a page send back.
    var formToken: String? { body.firstMatch(of: /name="formToken" value="([0-9a-f]+)"/).map { String($0.1) } }
}
