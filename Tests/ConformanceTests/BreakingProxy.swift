import Curl
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server in front of an SMSP endpoint that hands its answers on, but for what it breaks.
struct BreakingProxy: Sendable {
    /// Where the endpoint is.
    let endpoint: String
    let breakages: [Breakage]

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, Never>

    /// Runs the proxy while `body` does, which gets its URL.
    func whileRunning<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
                    )
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let pool = try CurlPool(CurlConfiguration())
        let memory = BreakageMemory()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { try? await serve(connection, through: pool, memory) }
                        }
                    }
                }
            }
            let value = try await body("http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)/smsp/pds")
            group.cancelAll()
            await pool.shutDown()
            return value
        }
    }

    private func serve(_ connection: Connection, through pool: CurlPool, _ memory: BreakageMemory) async throws {
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
                    guard try await answer(head, body, on: channel, through: pool, memory) else { return }
                }
            }
        }
    }

    /// Answers one request; what comes back is whether the connection stays open.
    private func answer(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        on channel: any Channel,
        through pool: CurlPool,
        _ memory: BreakageMemory
    ) async throws -> Bool {
        let passed = ["content-type", "soapaction"]
        let response = try await pool.perform(
            CurlRequest(
                method: .post,
                url: endpoint,
                headers: head.headers.filter { passed.contains($0.name.lowercased()) }.map { ($0.name, $0.value) },
                body: body,
                deadline: .now + .seconds(30),
                responseLimit: 1 << 20
            )
        )
        let isOld = head.version.minor == 0
        var answer = BrokenAnswer(
            status: response.status,
            contentType: response.header("Content-Type") ?? "",
            text: String(decoding: response.body, as: UTF8.self),
            keepsConnection: head.isKeepAlive && !isOld
        )
        let request = BrokenAnswer.Request(
            text: String(decoding: body, as: UTF8.self),
            soapAction: head.headers.first(name: "SOAPAction"),
            isOld: isOld
        )
        for breakage in breakages { breakage.apply(to: &answer, request: request, memory: memory) }
        try await channel.writeAndFlush(ByteBuffer(bytes: answer.bytes(isOld: isOld)))
        return answer.keepsConnection
    }
}

/// An answer on its way through the proxy.
struct BrokenAnswer: Sendable {
    /// What a breakage may look at.
    struct Request: Sendable {
        let text: String
        let soapAction: String?
        let isOld: Bool
    }

    var status: Int
    var contentType: String
    var text: String
    var fields: [String] = []
    var isChunked = false
    /// Whether the connection stays open.
    var keepsConnection: Bool

    /// The answer as it goes out, in the caller's version of HTTP.
    func bytes(isOld: Bool) -> [UInt8] {
        let body = Array(text.utf8)
        let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.count)"
        let lines =
            ["HTTP/1.\(isOld ? 0 : 1) \(status) Status", "Content-Type: \(contentType)", framing] + fields
            + (keepsConnection ? [] : ["Connection: close"])
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        guard isChunked else { return head + body }
        return head + Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
    }
}
