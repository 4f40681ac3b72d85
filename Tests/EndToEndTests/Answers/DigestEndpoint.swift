import Crypto
import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP endpoint whose every answer follows from the bytes of the request alone, so that an answer through the
/// bridge can be held against the one that the endpoint gives when it is asked directly.
///
/// The body of an answer names the digest of all that has to arrive as it was sent: body, `SOAPAction`, `Content-Type`
/// and the names of the fields as they were written.
struct DigestEndpoint: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, Never>

    /// What an answer is like.
    struct Form: Sendable, Equatable {
        var status = 200
        var contentType: String? = "text/xml"
        var padding = 0
        var isChunked = false
        var closes = false
        var isEmpty = false

        /// The form that a digest chooses.
        static func chosen(by digest: [UInt8]) -> Form {
            var form = Form()
            form.status = [200, 200, 200, 200, 500, 404, 400, 202][Int(digest[0] % 8)]
            form.contentType = ["text/xml", "text/xml; charset=UTF-8", "text/html", nil][Int(digest[1] % 4)]
            form.padding = digest[2] % 16 == 0 ? 200 * 1024 : Int(digest[3])
            form.isChunked = digest[4] % 2 == 0
            form.closes = digest[5] % 4 == 0
            form.isEmpty = form.status == 202
            return form
        }
    }

    /// Runs the endpoint while `body` does, which gets its URL.
    ///
    /// - Parameter fields: further lines of each answer's head, as they are sent.
    static func whileRunning<Value: Sendable>(
        fields: [String] = [],
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
                    )
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { try? await serve(connection, fields) }
                        }
                    }
                }
            }
            let value = try await body("http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)/legacy")
            group.cancelAll()
            return value
        }
    }

    private static func serve(_ connection: Connection, _ fields: [String]) async throws {
        let channel = connection.channel
        try await connection.executeThenClose { parts in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in parts {
                switch part {
                case .head(let next): (head, body) = (next, [])
                case .body(let bytes): body += bytes.readableBytesView
                case .end:
                    guard let head else { return }
                    let (answer, closes) = answer(to: head, body, fields)
                    try await channel.writeAndFlush(ByteBuffer(bytes: answer))
                    if closes { return }
                }
            }
        }
    }

    private static func answer(
        to head: HTTPRequestHead,
        _ body: [UInt8],
        _ furtherFields: [String]
    ) -> (bytes: [UInt8], closes: Bool) {
        var hash = SHA256()
        hash.update(data: body)
        for name in ["SOAPAction", "Content-Type", "Content-Encoding"] {
            hash.update(data: Array((head.headers[name].joined(separator: "\n") + "\n").utf8))
        }
        let hopByHop = ["host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "expect"]
        let names = head.headers.map(\.name).filter { !hopByHop.contains($0.lowercased()) }.sorted()
        hash.update(data: Array(names.joined(separator: "\n").utf8))
        let digest = Array(hash.finalize())
        let form = Form.chosen(by: digest)
        let text = "<digest>\(digest.map { String($0, radix: 16) }.joined(separator: "."))</digest>"
        let content = form.isEmpty ? [] : Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: form.padding)
        var fields = ["HTTP/1.1 \(form.status) Status"]
        if let type = form.contentType { fields.append("Content-Type: \(type)") }
        fields += furtherFields
        fields.append("X-Hop: for this hop alone")
        fields.append("Connection: \(form.closes ? "close, " : "")X-Hop")
        fields.append(form.isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(content.count)")
        let start = Array((fields.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        guard form.isChunked else { return (start + content, form.closes) }
        return (start + chunks(of: content) + Array("0\r\n\r\n".utf8), form.closes)
    }

    private static func chunks(of content: [UInt8]) -> [UInt8] {
        stride(from: 0, to: content.count, by: 7000).reduce(into: []) { chunks, start in
            let part = content[start..<min(start + 7000, content.count)]
            chunks += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
        }
    }
}
