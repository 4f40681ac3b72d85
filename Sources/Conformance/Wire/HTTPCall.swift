/// One HTTP request as it goes out.
struct HTTPCall: Sendable {
    /// The form of its fields.
    var version = "1.1"
    /// The fields, without `Host` and framing.
    var fields: [(name: String, value: String)]
    /// True if field names are written in lower case.
    var hasSmallNames = false
    /// True if the body is sent in chunks.
    var isChunked = false
    /// The body.
    var body: [UInt8]

    /// The length of a chunk.
    private static let chunkSize = 500

    /// The whole request.
    func bytes(to address: EndpointAddress) -> [UInt8] {
        let framing =
            isChunked ? (name: "Transfer-Encoding", value: "chunked") : (name: "Content-Length", value: "\(body.count)")
        let lines = ([(name: "Host", value: address.hostField), framing] + fields).map { field in
            "\(hasSmallNames ? field.name.lowercased() : field.name): \(field.value)\r\n"
        }
        let head = "POST \(address.target) HTTP/\(version)\r\n\(lines.joined())\r\n"
        return Array(head.utf8) + (isChunked ? chunks : body)
    }

    private var chunks: [UInt8] {
        stride(from: 0, to: body.count, by: Self.chunkSize).flatMap { start in
            let chunk = body[start...].prefix(Self.chunkSize)
            return Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        } + Array("0\r\n\r\n".utf8)
    }
}
