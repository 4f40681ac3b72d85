/// One HTTP request to the legacy service, read whole.
struct LegacyRequest: Sendable {
    let method: String
    /// The request target as sent, query included.
    let target: String
    /// Header fields in the order sent.
    let fields: [HeaderField]
    let body: [UInt8]
    /// True if it came in HTTP/1.0 or older.
    let isOld: Bool
    /// True if the caller lets the connection be used again.
    let keepsConnection: Bool

    /// True if the body is in parts (multipart, MTOM), as no SMSP message is (decision D40).
    var isMultipart: Bool {
        let type = fields.value(of: "Content-Type")?.lowercased() ?? ""
        return type.hasPrefix("multipart/") || type.hasPrefix("application/xop+xml")
    }

    /// True if it requests the description of the service.
    var isForWSDL: Bool { method == "GET" && target.lowercased().hasSuffix("?wsdl") }
}
