import Bridge
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import SMSPContract

/// The console: pages for people, made on the server, that work without script and without a network.
///
/// | page | what it shows |
/// |---|---|
/// | `/` | what differs most, and the cutover board |
/// | `/differences` | leaf × site, leaf × shape, and the calls that differ in the same way |
/// | `/differences/{pattern}` | the rows to open, and the twin document |
/// | `/sites/{id}` | the evidence periods of a site, with the latency of both sides |
/// | `/rules` | what explains differences, until when |
///
/// Users log in with their token and need the role `view`.
///
/// - SeeAlso: docs/admin-api.md; docs/evidence.md §6.
struct ConsoleEndpoints: Sendable {
    let control: any BridgeControl
    let users: AdminUsers
    let logins: FailedLogins
    let sessions = ConsoleSessions()

    private static let pages = [("/", "Board"), ("/differences", "Differences"), ("/rules", "Rules")]

    func add(to router: Router<AdminContext>) {
        file("console.css", "text/css; charset=utf-8", ConsoleTemplates.css, to: router)
        file("icon.svg", "image/svg+xml", ConsoleTemplates.icon, to: router)
        router.get("login") { _, _ in ConsolePage("Log in").response(.login) }
        router.post("login") { request, context in try await login(request, from: context.peer) }
        router.post("logout") { request, _ in try await logout(request) }
        page("", .board, to: router) { page, report, _ in
            page.board = BoardView(report, links: .console)
        }
        page("differences", .differences, to: router) { page, report, _ in
            page.differences = DifferencesView(report, links: .console)
        }
        page("differences/:id", .difference, to: router) { page, report, id in
            guard let pattern = report.summary.patterns.first(where: { $0.id == id }) else { return false }
            page.difference = DifferenceView(pattern, report: report)
            page.title = page.difference?.title ?? ""
            return true
        }
        page("sites/:id", .site, to: router) { page, report, id in
            guard let site = report.sites.first(where: { $0.id == id }) else { return false }
            page.site = SiteView(site, report: report)
            page.title = page.site?.title ?? ""
            return true
        }
        page("rules", .rules, to: router) { page, report, _ in
            page.rules = RulesView(report)
        }
    }

    /// A file that pages refer to, for everybody.
    private func file(_ path: RouterPath, _ type: String, _ text: String, to router: Router<AdminContext>) {
        router.get(path) { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
    }

    // MARK: - Pages

    private func page(
        _ path: RouterPath,
        _ template: ConsolePage.Template,
        to router: Router<AdminContext>,
        _ fill: @escaping @Sendable (inout ConsolePage, EvidenceReport, String) -> Void
    ) {
        page(path, template, to: router) { page, report, id -> Bool in
            fill(&page, report, id)
            return true
        }
    }

    /// A page that shows of a report what `fill` takes, which says whether there is such a page.
    private func page(
        _ path: RouterPath,
        _ template: ConsolePage.Template,
        to router: Router<AdminContext>,
        _ fill: @escaping @Sendable (inout ConsolePage, EvidenceReport, String) -> Bool
    ) {
        router.get(path) { request, context in
            guard let session = session(of: request), let user = user(of: session) else {
                return Response.redirect(to: "/login", type: .normal)
            }
            var page = ConsolePage(Self.pages.first { $0.0 == request.uri.path }?.1 ?? "")
            page.user = user.name
            page.formToken = session.formToken
            page.pages = Self.pages.map { path, name in
                ConsolePage.PageLink(path: path, name: name, isCurrent: path == request.uri.path)
            }
            guard user.roles.contains(.view) else {
                return page.problem("You have not the role view.", status: .forbidden)
            }
            do throws(StoreUnavailable) {
                let report = try await control.report(EvidenceQuery())
                page.describe(report)
                guard fill(&page, report, context.parameters.get("id") ?? "") else {
                    return page.problem("There is nothing of that name under the latest mapping.", status: .notFound)
                }
                return page.response(template)
            } catch {
                return page.problem(
                    "The records of comparisons cannot be read: \(error.reason).",
                    status: .serviceUnavailable
                )
            }
        }
    }

    // MARK: - Sessions

    private static let cookie = "smsp-bridge-session"

    private struct LogIn: Decodable {
        let token: String
    }

    private struct LogOut: Decodable {
        let formToken: String
    }

    private func login(_ request: Request, from peer: String?) async throws -> Response {
        guard request.isOfThisOrigin else { throw AdminRefusal(.forbidden, "the form is of another origin") }
        let form = try await request.form(LogIn.self)
        try await logins.wait(from: peer)
        guard let user = users.user(showing: form.map { "Bearer " + $0.token }) else {
            logins.count(from: peer)
            var page = ConsolePage("Log in")
            page.isRefused = true
            return page.response(.login, status: .forbidden)
        }
        logins.enter(user, from: peer)
        var response = Response.redirect(to: "/", type: .normal)
        response.setCookie(
            Cookie(
                name: Self.cookie,
                value: sessions.begin(user),
                path: "/",
                secure: true,
                httpOnly: true,
                sameSite: .strict
            )
        )
        return response
    }

    private func logout(_ request: Request) async throws -> Response {
        guard request.isOfThisOrigin else { throw AdminRefusal(.forbidden, "the form is of another origin") }
        guard let id = request.cookies[Self.cookie]?.value, let session = sessions.session(id) else {
            // The session ended by itself: there is nothing to end.
            return Response.redirect(to: "/login", type: .normal)
        }
        guard let form = try await request.form(LogOut.self), form.formToken == session.formToken else {
            throw AdminRefusal(.forbidden, "the form is not of this session")
        }
        sessions.end(id)
        return Response.redirect(to: "/login", type: .normal)
    }

    private func session(of request: Request) -> ConsoleSessions.Session? {
        request.cookies[Self.cookie].flatMap { sessions.session($0.value) }
    }

    /// The present user of a session; nil if a reload removed the user, or gave the name another token.
    private func user(of session: ConsoleSessions.Session) -> AdminUser? {
        users.user(named: session.user.name).flatMap { $0.tokenSHA256 == session.user.tokenSHA256 ? $0 : nil }
    }
}

extension Request {
    /// True if a page of this listener sent a form: browsers send its origin.
    fileprivate var isOfThisOrigin: Bool {
        guard let origin = headers[.origin], let host = head.authority else { return false }
        return origin == "https://\(host)" || origin == "http://\(host)"
    }

    /// The values of a form; nil when they are others.
    fileprivate func form<Form: Decodable>(_: Form.Type) async throws -> Form? {
        let body = try await body.collect(upTo: RequestFields.bodyLimit)
        return try? URLEncodedFormDecoder().decode(Form.self, from: String(buffer: body))
    }
}

extension ConsolePage {
    /// The page as an answer that runs no script, loads nothing from elsewhere, and cannot be framed by another page.
    fileprivate func response(_ template: Template, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'"
        // With `no-referrer` browsers send `Origin: null` with forms, which no form could be known by.
        headers[Self.referrerPolicy] = "same-origin"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: html(template)))
        )
    }

    /// A page that tells why there is none.
    fileprivate func problem(_ text: String, status: HTTPResponse.Status) -> Response {
        var page = self
        page.problem = text
        page.title = page.title.isEmpty ? "Not found" : page.title
        return page.response(.problem, status: status)
    }

    private static let referrerPolicy: HTTPTypes.HTTPField.Name = {
        guard let name = HTTPTypes.HTTPField.Name("Referrer-Policy") else { preconditionFailure("the name is a token") }
        return name
    }()
}
