import NIOCore
import NIOPosix
import Synchronization

/// One TCP connection whose bytes a test writes itself.
final class RawConnection: Sendable {
    /// What did not come in time; holds what did.
    struct TimedOut: Error {
        let received: String
    }

    private let channel: any Channel
    private let inbound: Inbound

    /// Opens a connection to this machine.
    init(port: Int) async throws {
        let inbound = Inbound()
        self.inbound = inbound
        channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(inbound) }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    func close() async throws {
        try? await channel.close()
    }

    /// Ends this side of the connection only.
    func endOutput() async throws {
        try await channel.close(mode: .output)
    }

    /// Lets what comes wait, or takes it.
    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
    }

    /// Whether the other side has ended the connection.
    var isEnded: Bool { inbound.state.withLock { $0.isEnded } }

    /// The next answer, whole by its `Content-Length`.
    func answer(within limit: Duration = .seconds(10)) async throws -> String {
        try await take(within: limit) { received, _ in
            guard let headEnd = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let length = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self).split(separator: "\r\n")
                .first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
            let end = headEnd.upperBound + (length ?? 0)
            return received.count >= end ? end : nil
        }
    }

    /// All that comes until the other side ends the connection.
    func rest(within limit: Duration = .seconds(10)) async throws -> String {
        try await take(within: limit) { received, isEnded in isEnded ? received.count : nil }
    }

    /// Takes as many bytes as `count` says, as soon as it says so.
    private func take(within limit: Duration, _ count: ([UInt8], Bool) -> Int?) async throws -> String {
        let deadline = ContinuousClock.now + limit
        while true {
            let taken = inbound.state.withLock { state -> [UInt8]? in
                guard let count = count(state.bytes, state.isEnded) else { return nil }
                defer { state.bytes.removeFirst(count) }
                return Array(state.bytes.prefix(count))
            }
            if let taken { return String(decoding: taken, as: UTF8.self) }
            guard ContinuousClock.now < deadline else {
                throw TimedOut(received: inbound.state.withLock { String(decoding: $0.bytes, as: UTF8.self) })
            }
            try await Task.sleep(for: .milliseconds(3))
        }
    }
}

/// Gathers what comes over a connection.
private final class Inbound: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    let state = Mutex((bytes: [UInt8](), isEnded: false))

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        state.withLock { $0.bytes.append(contentsOf: bytes) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { state.withLock { $0.isEnded = true } }
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.withLock { $0.isEnded = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
