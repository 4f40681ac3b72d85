import Bridge
import HTTPTypes
import Hummingbird

/// Admits to `/api` only users who present their token, and everywhere only requests for a name of the listener,
/// where what is behind it is not open to all.
///
/// A request that this does not see for one under `/api` has no user, so that no endpoint answers it.
struct AdminGate: RouterMiddleware {
    let hosts: HostNames
    let users: AdminUsers
    let logins: FailedLogins

    /// The paths that are open to every caller, under any name.
    private static let open: Set<Substring> = ["healthz", "readyz", "healthcheck", "metrics"]

    func handle(
        _ request: Request,
        context: AdminContext,
        next: (Request, AdminContext) async throws -> Response
    ) async throws -> Response {
        guard RequestPath.normalized(request.uri.path) != nil else {
            throw AdminRefusal(.badRequest, ListenerRefusal.ambiguousPath.reason)
        }
        let folder = request.uri.path.split(separator: "/").first
        if let folder, Self.open.contains(folder) { return try await next(request, context) }
        // The library takes the first Host for the authority, and leaves any other among the fields.
        guard !request.headers.contains(where: { $0.name.canonicalName == "host" }) else {
            throw AdminRefusal(.badRequest, "the request has more than one Host header")
        }
        guard hosts.accept(request.head.authority) else {
            throw AdminRefusal(.misdirectedRequest, "the Host header names another host")
        }
        guard folder == "api" else { return try await next(request, context) }
        try await logins.wait(from: context.peer)
        guard let user = users.user(showing: request.headers[.authorization]) else {
            logins.count(from: context.peer)
            throw AdminRefusal.unauthorized
        }
        logins.succeeded(from: context.peer)
        var context = context
        context.user = user
        return try await next(request, context)
    }
}
