import SMSPContract

extension [HTTPField] {
    /// The fields that are meant for the other end and not for the next hop, in their order, whichever way they go.
    ///
    /// Left out are the hop-by-hop fields and those that `Connection` names, and what each hop says for itself:
    /// `Host`, the length of the body, and `Expect`, to which the listener has replied already.
    ///
    /// - SeeAlso: RFC 9110 §7.6.1.
    var endToEnd: [HTTPField] {
        var left = Hop.fields
        for field in self where field.name.lowercased() == "connection" {
            for name in field.value.split(separator: ",") {
                left.insert(String(name.filter { $0 != " " && $0 != "\t" }).lowercased())
            }
        }
        return filter { !left.contains($0.name.lowercased()) }
    }
}

private enum Hop {
    /// The names of the fields that each hop has for itself, lower case.
    static let fields: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te",
        "trailer", "transfer-encoding", "upgrade", "host", "content-length", "expect",
    ]
}
