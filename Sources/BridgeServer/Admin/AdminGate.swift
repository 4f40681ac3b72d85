import HTTPTypes
import Hummingbird

/// Lets nobody under `/api` but users who show their token, and who call the listener by a name of its own.
///
/// A request that this does not see for one under `/api` has no user, so that no endpoint answers it.
struct AdminGate: RouterMiddleware {
    let hosts: HostNames
    let users: AdminUsers
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
        guard let user = users.user(showing: request.headers[.authorization]) else {
            logins.count()
            throw AdminRefusal.unauthorized
        }
        var context = context
        context.user = user
        return try await next(request, context)
    }
}
