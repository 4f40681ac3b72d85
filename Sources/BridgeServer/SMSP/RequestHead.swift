import Bridge
import Foundation
import NIOHTTP1

/// The listener's decision on a request's head, made before any of its body is read.
enum RequestHead {
    /// A `POST` whose body is to come.
    case post(path: String)
    /// `GET …?wsdl`; the location that the description is to name.
    case wsdl(location: String)
    /// A request that is refused at once, and its connection closed.
    case refused(ListenerRefusal)

    /// Judges a head.
    ///
    /// What the HTTP decoder has refused already (both lengths, repeated lengths, folded headers and the like) does
    /// not come here.
    init(_ head: HTTPRequestHead, isEncrypted: Bool, limits: SMSPListenerLimits) {
        guard head.headers.count <= limits.headFields else {
            self = .refused(.tooManyFields)
            return
        }
        let hosts = head.headers["host"]
        let isOld = head.version.isOld
        let encodings = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
        guard hosts.count == 1 || (hosts.isEmpty && isOld), encodings.isEmpty || (encodings == ["chunked"] && !isOld)
        else {
            self = .refused(.malformed)
            return
        }
        let (rawPath, query) = Self.parts(of: head.uri)
        guard let path = RequestPath.normalized(rawPath) else {
            self = .refused(.ambiguousPath)
            return
        }
        switch head.method {
        case .GET where query.lowercased() == "wsdl":
            var base = (isEncrypted ? "https://" : "http://") + (hosts.first ?? "localhost") + path
            while base.hasSuffix("/") { base.removeLast() }
            self = .wsdl(location: base)
        case .POST:
            let length = head.headers[canonicalForm: "content-length"].first
            guard length != nil || !encodings.isEmpty else {
                self = .refused(.lengthRequired)
                return
            }
            // The decoder has made sure of the digits; what is no Int is only too large for one.
            let isTooLarge = length.map { Int($0) ?? .max } ?? 0 > limits.requestBytes
            self = isTooLarge ? .refused(.bodyTooLarge) : .post(path: path)
        default: self = .refused(.methodNotAllowed)
        }
    }

    /// The path of a request target, without the authority that an absolute form has, and its query.
    private static func parts(of target: String) -> (path: String, query: String) {
        var rest = target[...]
        if let scheme = rest.range(of: "://"), !rest.hasPrefix("/") {
            rest = rest[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
        }
        let path = rest.prefix { $0 != "?" }
        return (path.isEmpty ? "/" : String(path), String(rest.dropFirst(path.count + 1)))
    }
}

extension HTTPVersion {
    /// True if the version is older than 1.1: connections end after one exchange, and nothing is chunked.
    var isOld: Bool { (major, minor) < (1, 1) }
}
