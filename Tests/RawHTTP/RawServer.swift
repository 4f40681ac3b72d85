import Foundation
import NIOCore
import NIOPosix
public import NIOSSL
import Synchronization

/// A server of this machine that answers with the bytes it is told to, or does what no well-behaved one does.
public final class RawServer: Sendable {
    /// A request as it arrived: its head, and as much of a body as its `Content-Length` says.
    public struct Request: Sendable {
        /// The lines of the head.
        public let lines: [String]
        /// The body.
        public let body: [UInt8]
        /// The number of the connection that it came on, from 1.
        public let connection: Int
        /// The client's certificate; nil without one.
        public let peer: NIOSSLCertificate?

        /// The head and the body as text.
        public var text: String { (lines + ["", String(decoding: body, as: UTF8.self)]).joined(separator: "\r\n") }
    }

    /// The reaction to a request.
    public enum Reaction: Sendable {
        /// Sends these bytes.
        case send([UInt8])
        /// Sends these bytes after a while.
        case sendLater(Duration, [UInt8])
        /// Sends these bytes and ends the connection.
        case sendAndClose([UInt8])
        /// Says nothing.
        case silence
    }

    private let reaction: @Sendable (Request) -> Reaction
    private let state = Mutex((connections: 0, open: [ObjectIdentifier: any Channel](), requests: [Request]()))

    /// A server that reacts to each request as `reaction` says.
    public init(_ reaction: @escaping @Sendable (Request) -> Reaction) {
        self.reaction = reaction
    }

    /// The number of connections that were made.
    public var connections: Int { state.withLock { $0.connections } }
    /// The number of connections that are open.
    public var open: Int { state.withLock { $0.open.count } }
    /// The requests, in the order in which they came.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// Runs the server on a free port while `body` does.
    public func run<Value>(
        tls: NIOSSLContext? = nil,
        _ body: (_ port: Int) async throws -> Value
    ) async throws -> Value {
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
    public func closeConnections() async throws {
        for channel in state.withLock({ Array($0.open.values) }) { try? await channel.close() }
    }

    /// An answer with `body`, of a stated length or in chunks of 4,000 bytes.
    public static func answer(
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

    /// An answer with `text` in UTF-8.
    public static func answer(_ text: String, status: String = "200 OK", fields: [String] = []) -> [UInt8] {
        answer(Array(text.utf8), status: status, fields: fields)
    }

    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let server: RawServer
        private var number = 0
        private var received: [UInt8] = []

        init(server: RawServer) {
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
                react(server.reaction(request), context)
            }
        }

        private func nextRequest(_ context: ChannelHandlerContext) -> Request? {
            guard let end = Data(received).range(of: Data("\r\n\r\n".utf8)) else { return nil }
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

        private func react(_ reaction: Reaction, _ context: ChannelHandlerContext) {
            switch reaction {
            case .send(let bytes): send(bytes, context)
            case .sendLater(let delay, let bytes):
                let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: TimeAmount(delay)) {
                    bound.value.handler.send(bytes, bound.value.context)
                }
            case .sendAndClose(let bytes):
                send(bytes, context)
                context.close(promise: nil)
            case .silence: break
            }
        }

        private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }
    }
}

extension RawServer.Reaction {
    /// Sends this text in UTF-8.
    public static func send(_ text: String) -> RawServer.Reaction { .send(Array(text.utf8)) }
    /// Sends this text in UTF-8 and ends the connection.
    public static func sendAndClose(_ text: String) -> RawServer.Reaction { .sendAndClose(Array(text.utf8)) }
}
