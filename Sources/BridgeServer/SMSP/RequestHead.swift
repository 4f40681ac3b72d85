import Bridge
import Foundation
import NIOHTTP1

/// What a request's head means to the listener, decided before any of its body is taken.
enum RequestHead {
    /// A `POST` whose body is to come.
    case post
    /// `GET …?wsdl`; the location that the description is to name.
    case wsdl(location: String)
    /// What is refused at once, and the connection closed.
    case refused(ListenerRefusal)

    /// Judges a head.
    ///
    /// What the HTTP decoder has refused already (both lengths, repeated lengths, folded headers and the like) does
    /// not come here.
    init(_ head: HTTPRequestHead, isEncrypted: Bool, bodyLimit: Int) {
        let hosts = head.headers["host"]
        let isOld = head.version.isOld
        guard hosts.count == 1 || (hosts.isEmpty && isOld), !(isOld && head.headers.contains(name: "transfer-encoding"))
        else {
            self = .refused(.malformed)
            return
        }
        let (path, query) = Self.parts(of: head.uri)
        switch head.method {
        case .GET where query.lowercased() == "wsdl":
            var base = (isEncrypted ? "https://" : "http://") + (hosts.first ?? "localhost") + path
            while base.hasSuffix("/") { base.removeLast() }
            self = .wsdl(location: base)
        case .POST:
            let length = head.headers["content-length"].first.flatMap { Int($0) }
            guard length != nil || head.headers.contains(name: "transfer-encoding") else {
                self = .refused(.lengthRequired)
                return
            }
            self = (length ?? 0) > bodyLimit ? .refused(.bodyTooLarge) : .post
        default: self = .refused(.methodNotAllowed)
        }
    }

    /// The path of a request target, without the authority that an absolute form has, and its query.
    static func parts(of target: String) -> (path: String, query: String) {
        var rest = target[...]
        if let scheme = rest.range(of: "://"), !rest.hasPrefix("/") {
            rest = rest[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
        }
        let path = rest.prefix { $0 != "?" }
        return (path.isEmpty ? "/" : String(path), String(rest.dropFirst(path.count + 1)))
    }
}

extension HTTPVersion {
    /// Whether the version is older than 1.1: connections end after one exchange, and nothing is chunked.
    var isOld: Bool { (major, minor) < (1, 1) }
}
