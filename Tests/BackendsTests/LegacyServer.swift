import Backends
import Curl
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import SMSPContract
import Synchronization

/// A legacy endpoint that answers with the bytes it is told to, or does what no well-behaved one does.
final class LegacyServer: Sendable {
    /// A request as it arrived.
    struct Request: Sendable {
        let lines: [String]
        let body: [UInt8]
        /// Which connection it came on, from 1.
        let connection: Int
        let peer: NIOSSLCertificate?
    }

    /// What is done with a request.
    enum Reaction: Sendable {
        case send([UInt8])
        case sendAndClose([UInt8])
        case silence
    }

    private let reaction: @Sendable (Request) -> Reaction
    private let state = Mutex((connections: 0, open: [ObjectIdentifier: any Channel](), requests: [Request]()))

    init(_ reaction: @escaping @Sendable (Request) -> Reaction) {
        self.reaction = reaction
    }

    var connections: Int { state.withLock { $0.connections } }
    var requests: [Request] { state.withLock { $0.requests } }

    /// Runs the server on a free port while `body` does.
    func run<Value>(tls: NIOSSLContext? = nil, _ body: (_ port: Int) async throws -> Value) async throws -> Value {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Connection(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(channel.localAddress?.port ?? 0))
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }

    /// Closes every connection that is open, and returns when they are closed.
    func closeConnections() async throws {
        for channel in state.withLock({ Array($0.open.values) }) { try? await channel.close() }
    }

    /// An answer with `body`, of a stated length or in chunks of 4,000 bytes.
    static func answer(
        _ body: [UInt8] = [],
        status: String = "200 OK",
        fields: [String] = [],
        isChunked: Bool = false
    ) -> [UInt8] {
        let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.count)"
        let head = Array((["HTTP/1.1 " + status] + fields + [framing, "", ""]).joined(separator: "\r\n").utf8)
        guard isChunked else { return head + body }
        let chunks = stride(from: 0, to: body.count, by: 4000).flatMap { start in
            let chunk = body[start..<min(start + 4000, body.count)]
            return Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        return head + chunks + Array("0\r\n\r\n".utf8)
    }

    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let server: LegacyServer
        private var number = 0
        private var received: [UInt8] = []

        init(server: LegacyServer) {
            self.server = server
        }

        func channelActive(context: ChannelHandlerContext) {
            let channel = context.channel
            number = server.state.withLock {
                $0.connections += 1
                $0.open[ObjectIdentifier(channel)] = channel
                return $0.connections
            }
            context.fireChannelActive()
        }

        func channelInactive(context: ChannelHandlerContext) {
            let channel = context.channel
            server.state.withLock { $0.open[ObjectIdentifier(channel)] = nil }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += unwrapInboundIn(data).readableBytesView
            while let request = nextRequest(context) {
                server.state.withLock { $0.requests.append(request) }
                switch server.reaction(request) {
                case .send(let bytes): send(bytes, context)
                case .sendAndClose(let bytes):
                    send(bytes, context)
                    context.close(promise: nil)
                case .silence: break
                }
            }
        }

        private func nextRequest(_ context: ChannelHandlerContext) -> Request? {
            let end = Data(received).range(of: Data("\r\n\r\n".utf8))
            guard let end else { return nil }
            let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
            let length = head.firstMatch(of: /(?i)content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
            guard received.count >= end.upperBound + length else { return nil }
            defer { received.removeFirst(end.upperBound + length) }
            let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            return Request(
                lines: head.split(separator: "\r\n").map(String.init),
                body: Array(received[end.upperBound..<(end.upperBound + length)]),
                connection: number,
                peer: tls?.peerCertificate
            )
        }

        private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }
    }
}

/// A named legacy as a bridge has it: a pool, a quota, and endpoints that go over them.
struct TestLegacy {
    private let pool: CurlPool
    private let scheme: String
    private let quota: QuotaBucket?

    init(ca: String? = nil, inFlight: Int = 128, requestsPerSecond: Double? = nil) throws {
        pool = try CurlPool(.legacy(ca: ca, identity: nil, inFlight: inFlight))
        scheme = ca == nil ? "http://127.0.0.1" : "https://localhost"
        quota = requestsPerSecond.map { QuotaBucket(requestsPerSecond: $0) }
    }

    func shutDown() async { await pool.shutDown() }

    func endpoint(
        _ port: Int,
        timeout: Duration = .seconds(60),
        responseBytes: Int = 1 << 20,
        identity: CurlIdentity? = nil,
        to: String? = nil,
        breaker: Breaker = Breaker()
    ) -> PassThroughEndpoint {
        PassThroughEndpoint(
            configuration: LegacyConfiguration(
                url: "\(scheme):\(port)/smsp/pds",
                timeout: timeout,
                responseBytes: responseBytes,
                identity: identity,
                to: to
            ),
            pool: pool,
            quota: quota,
            breaker: breaker
        )
    }
}

extension WireRequest {
    /// A request of a head and a body, received now.
    init(fields: [HTTPField], body: [UInt8]) {
        self.init(path: "/", fields: fields, body: body, connection: .plain, receivedAt: Date(), started: .now)
    }

    /// A request with a short body.
    static var short: WireRequest {
        WireRequest(fields: [HTTPField("Content-Type", "text/xml")], body: Array("<a/>".utf8))
    }
}

extension LegacyOutcome {
    /// The answer; nil when there is none.
    var answer: WireAnswer? { try? outcome.get() }
    /// Why there is no answer; nil when there is one.
    var failure: BackendFailure? {
        guard case .failure(let failure) = outcome else { return nil }
        return failure
    }
}
