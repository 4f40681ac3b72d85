import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A backend that takes 20 ms for each answer, and can be made unwell in several ways.
final class Upstream: Sendable {
    /// How the endpoint is.
    enum Health: String, CaseIterable, Sendable {
        case well, killed, hung, slow, resetting, garbage
    }

    /// The time an answer takes while all is well.
    static let latency: TimeAmount = .milliseconds(20)

    private let group: MultiThreadedEventLoopGroup
    private let answer: ByteBuffer
    private let contentType: String
    /// The port, which stays the same when the endpoint is killed and comes back.
    let port: Int
    private let state: NIOLockedValueBox<State>

    private struct State {
        var health = Health.well
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    /// An endpoint that answers everything with `answer`, on a free port of loopback.
    static func start(
        on group: MultiThreadedEventLoopGroup,
        answer: ByteBuffer,
        contentType: String = "text/xml; charset=utf-8"
    ) async throws -> Upstream {
        let probe = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let port = probe.localAddress?.port ?? 0
        try await probe.close()
        let upstream = Upstream(group: group, answer: answer, contentType: contentType, port: port)
        try await upstream.listen()
        return upstream
    }

    private init(group: MultiThreadedEventLoopGroup, answer: ByteBuffer, contentType: String, port: Int) {
        self.group = group
        self.answer = answer
        self.contentType = contentType
        self.port = port
        state = NIOLockedValueBox(State())
    }

    /// How the endpoint is from now on.
    func become(_ health: Health) async throws {
        let before = state.withLockedValue { state in
            defer { state.health = health }
            return state.health
        }
        if health == .killed {
            try await close()
        } else if before == .killed {
            try await listen()
        } else {
            // Connections that hang or wait belong to the state before.
            for channel in state.withLockedValue({ Array($0.connections.values) }) { try? await channel.close() }
        }
    }

    /// Stops listening and ends every connection.
    func close() async throws {
        let (listener, connections) = state.withLockedValue { state in
            defer { state.listener = nil }
            return (state.listener, Array(state.connections.values))
        }
        try await listener?.close()
        for channel in connections { try? await channel.close() }
    }

    private func listen() async throws {
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answering(upstream: self))
                    let id = ObjectIdentifier(channel)
                    state.withLockedValue { $0.connections[id] = channel }
                    channel.closeFuture.whenComplete { [self] _ in
                        state.withLockedValue { _ = $0.connections.removeValue(forKey: id) }
                    }
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        state.withLockedValue { $0.listener = listener }
    }

    /// Answers the requests of one connection.
    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let upstream: Upstream
        /// The id that PDS FHIR gives back to who sent it.
        private var requestID: String?

        init(upstream: Upstream) { self.upstream = upstream }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                requestID = head.headers.first(name: "X-Request-ID")
                return
            case .body: return
            case .end: break
            }
            switch upstream.state.withLockedValue({ $0.health }) {
            case .well: answer(context, after: Upstream.latency)
            case .slow: answer(context, after: .seconds(5))
            case .hung, .killed: break
            case .resetting:
                // A connection that lingers for no time is reset when it is closed.
                let linger = linger(l_onoff: 1, l_linger: 0)
                let channel = context.channel
                (channel as? any SocketOptionProvider)?.setSoLinger(linger).whenComplete { _ in
                    channel.close(promise: nil)
                }
            case .garbage:
                context.channel.pipeline.context(handlerType: HTTPResponseEncoder.self).whenSuccess { encoder in
                    encoder.writeAndFlush(
                        NIOAny(IOData.byteBuffer(ByteBuffer(string: "\u{1}garbage\u{2}\r\n\r\n"))),
                        promise: nil
                    )
                    encoder.close(promise: nil)
                }
            }
        }

        private func answer(_ context: ChannelHandlerContext, after delay: TimeAmount) {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            let (answer, contentType, requestID) = (upstream.answer, upstream.contentType, requestID)
            context.eventLoop.scheduleTask(in: delay) {
                let context = bound.value
                var fields = HTTPHeaders([
                    ("Content-Type", contentType), ("Content-Length", "\(answer.readableBytes)"),
                ])
                if let requestID { fields.add(name: "X-Request-ID", value: requestID) }
                let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: fields)
                context.write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
                context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(answer))), promise: nil)
                context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
