import Bridge
import Hummingbird
import NIOCore

/// A request to the admin listener on its way.
struct AdminContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The user of the request; nil without a token.
    var user: AdminUser?

    /// The IP address of the client; nil if it is not known.
    let peer: String?

    init(source: Source) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// The name of who asks.
    ///
    /// - Throws: 401 if there is no user, 403 if the user does not have the role.
    func name(as role: AdminRole) throws(AdminRefusal) -> String {
        guard let user else { throw .unauthorized }
        guard user.roles.contains(role) else {
            throw AdminRefusal(.forbidden, "\(user.name) has not the role \(role.rawValue)")
        }
        return user.name
    }
}
