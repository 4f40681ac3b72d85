import Curl
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that answers raw bytes with raw bytes, for what no well-behaved one does.
final class TestServer: Sendable {
    /// What a connection does with a request.
    enum Reaction: Sendable {
        /// Sends these bytes.
        case send(String)
        /// Sends these bytes after a while.
        case sendLater(Duration, String)
        /// Sends these bytes and ends the connection.
        case sendAndClose(String)
        /// Says nothing.
        case silence
    }

    private let reaction: @Sendable (_ request: String) -> Reaction
    private let state = Mutex((connections: 0, open: 0, requests: [String](), peers: [NIOSSLCertificate?]()))

    /// A server that reacts to each request as `reaction` says.
    init(_ reaction: @escaping @Sendable (_ request: String) -> Reaction) {
        self.reaction = reaction
    }

    /// How many connections were made.
    var connections: Int { state.withLock { $0.connections } }
    /// How many connections are open.
    var open: Int { state.withLock { $0.open } }
    /// The requests, in the order in which they came.
    var requests: [String] { state.withLock { $0.requests } }

    /// The client certificate of the connection that each request came on; nil without one.
    var peers: [NIOSSLCertificate?] { state.withLock { $0.peers } }

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
        let value: Value
        do {
            value = try await body(channel.localAddress?.port ?? 0)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
        return value
    }

    /// An answer with this body.
    static func answer(_ body: String, status: String = "200 OK", headers: [String] = []) -> String {
        (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers + ["", body]).joined(separator: "\r\n")
    }

    /// One connection; a request is complete with the empty line, and with its Content-Length where it has one.
    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let server: TestServer
        private var received = ""

        init(server: TestServer) {
            self.server = server
        }

        func channelActive(context: ChannelHandlerContext) {
            server.state.withLock {
                $0.connections += 1
                $0.open += 1
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            server.state.withLock { $0.open -= 1 }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            while let request = nextRequest() {
                let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
                let peer = tls?.peerCertificate
                server.state.withLock {
                    $0.requests.append(request)
                    $0.peers.append(peer)
                }
                react(server.reaction(request), context: context)
            }
        }

        private func nextRequest() -> String? {
            guard let end = received.range(of: "\r\n\r\n") else { return nil }
            let head = received[..<end.upperBound]
            let length = head.firstMatch(of: /(?i)content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
            guard received[end.upperBound...].utf8.count >= length else { return nil }
            let request = String(head) + received[end.upperBound...].prefix(length)
            received = String(received.dropFirst(request.count))
            return request
        }

        private func react(_ reaction: Reaction, context: ChannelHandlerContext) {
            switch reaction {
            case .send(let text): send(text, context: context)
            case .sendLater(let delay, let text):
                let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: TimeAmount(delay)) {
                    bound.value.handler.send(text, context: bound.value.context)
                }
            case .sendAndClose(let text):
                send(text, context: context)
                context.close(promise: nil)
            case .silence: break
            }
        }

        private func send(_ text: String, context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
        }
    }
}

extension CurlPool {
    /// A `GET`, and the error where there is one.
    func get(
        _ url: String,
        timeout: Duration = .seconds(60),
        limit: Int = 1 << 20,
        identity: CurlIdentity? = nil
    ) async -> Result<CurlResponse, CurlError> {
        let request = CurlRequest(
            method: .get,
            url: url,
            headers: [],
            deadline: .now + timeout,
            responseLimit: limit,
            identity: identity
        )
        do throws(CurlError) {
            return .success(try await perform(request))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Success == CurlResponse, Failure == CurlError {
    /// The body as text; nil for an error.
    var text: String? { (try? get()).map { String(decoding: $0.body, as: UTF8.self) } }
    /// The label of the error; nil for an answer.
    var error: String? {
        guard case .failure(let error) = self else { return nil }
        return error.label
    }
}
