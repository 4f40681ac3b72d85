import Bridge
import Hummingbird

/// A request to the admin listener on its way.
struct AdminContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; nil for a request that shows no token.
    var user: AdminUser?

    init(source: Source) {
        coreContext = .init(source: source)
    }

    /// The name of who asks.
    ///
    /// - Throws: 401 when nobody is known, 403 when the user has not the role.
    func name(as role: AdminRole) throws(AdminRefusal) -> String {
        guard let user else { throw .unauthorized }
        guard user.roles.contains(role) else {
            throw AdminRefusal(.forbidden, "\(user.name) has not the role \(role.rawValue)")
        }
        return user.name
    }
}
