import Bridge
import Crypto
import HTTPTypes
import Hummingbird

/// Lets nobody under `/api` but users who show their token, and who call the listener by a name of its own.
///
/// A request that this does not see for one under `/api` has no user, so that no endpoint answers it.
struct AdminGate: RouterMiddleware {
    let hosts: HostNames
    let users: [AdminUser]
    let logins: FailedLogins

    func handle(
        _ request: Request,
        context: AdminContext,
        next: (Request, AdminContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.split(separator: "/").first == "api" else { return try await next(request, context) }
        guard hosts.accept(request.head.authority) else {
            throw AdminRefusal(.misdirectedRequest, "the Host header names another host")
        }
        guard let user = user(showing: request.headers[.authorization]) else {
            logins.count()
            throw AdminRefusal.unauthorized
        }
        var context = context
        context.user = user
        return try await next(request, context)
    }

    /// The user whose token a header shows; nil when it is nobody's.
    private func user(showing authorization: String?) -> AdminUser? {
        guard let words = authorization?.split(separator: " "), words.count == 2, words[0].lowercased() == "bearer"
        else { return nil }
        let shown = SHA256.hash(data: Array(words[1].utf8))
        var found: AdminUser?
        // Comparing with a digest takes the same time wherever the two differ, and no user is left out.
        for user in users where shown == user.tokenSHA256 { found = user }
        return found
    }
}
