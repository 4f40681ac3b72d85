import NIOCore
import NIOPosix
import Synchronization

/// A connection to a port of this machine whose bytes a test writes itself.
public final class RawConnection: Sendable {
    /// A reason why no answer came.
    public enum Failure: Error, Equatable {
        /// The server closed the connection before a byte of the answer.
        case closedBeforeHead
        /// The server closed the connection in the middle of the body.
        case closedMidway(bodyBytes: Int, announced: Int)
        /// The bytes are not an HTTP/1.1 answer.
        case unreadable
        /// The answer was not complete in time; `received` is its beginning.
        case timedOut(received: String)
    }

    private let channel: any Channel
    private let inbound: Inbound

    /// Opens a connection.
    public init(port: Int) async throws {
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

    /// Opens a connection for as long as `body` runs.
    public static func open<Value: Sendable>(
        port: Int,
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await RawConnection(port: port)
        do {
            let value = try await body(connection)
            try await connection.close()
            return value
        } catch {
            try await connection.close()
            throw error
        }
    }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Sends a text in UTF-8.
    public func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends a head of these lines, and then a body.
    public func send(_ lines: [String], _ body: [UInt8]) async throws {
        try await send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// Closes the connection, if the server has not.
    public func close() async throws { try? await channel.close() }

    /// Closes this side of the connection only.
    public func endOutput() async throws { try await channel.close(mode: .output) }

    /// Sets whether received bytes are read, or wait in the socket.
    public func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
    }

    /// True once the server has closed its side of the connection.
    public var isEnded: Bool { inbound.state.withLock { $0.isEnded } }

    /// The error that ended the connection, such as a reset; nil if the server closed it.
    public var error: (any Error)? { inbound.state.withLock { $0.error } }

    /// The received bytes that are part of no answer yet.
    public var waiting: [UInt8] { inbound.state.withLock { $0.bytes } }

    /// The next answer, whole.
    public func answer(within limit: Duration = .seconds(120)) async throws -> RawAnswer {
        try await take(within: limit) { try RawAnswer.read($0, isEnded: $1) }
    }

    /// The bytes that are received until the server closes its side of the connection.
    public func rest(within limit: Duration = .seconds(120)) async throws -> [UInt8] {
        try await take(within: limit) { bytes, isEnded in isEnded ? (bytes, bytes.count) : nil }
    }

    /// The bytes that are received until the server closes its side of the connection, as text.
    public func restText(within limit: Duration = .seconds(120)) async throws -> String {
        String(decoding: try await rest(within: limit), as: UTF8.self)
    }

    /// The received bytes up to and including `text`.
    public func until(_ text: String, within limit: Duration = .seconds(120)) async throws -> [UInt8] {
        try await take(within: limit) { bytes, isEnded in
            if let range = bytes.firstRange(of: Array(text.utf8)) {
                return (Array(bytes[..<range.upperBound]), range.upperBound)
            }
            guard !isEnded else { throw Failure.unreadable }
            return nil
        }
    }

    /// Waits until `read` returns a value, and removes as many of the received bytes as it names.
    private func take<Value: Sendable>(
        within limit: Duration,
        _ read: ([UInt8], _ isEnded: Bool) throws -> (Value, count: Int)?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        var seen: Int?
        while true {
            let (value, received) = try inbound.state.withLock { state -> (Value?, Int) in
                // An answer is parsed only if more of it is there than the last time.
                guard state.isEnded || state.bytes.count != seen else { return (nil, state.bytes.count) }
                guard let (value, count) = try read(state.bytes, state.isEnded) else { return (nil, state.bytes.count) }
                state.bytes.removeFirst(count)
                return (value, count)
            }
            if let value { return value }
            seen = received
            guard ContinuousClock.now < deadline else {
                throw Failure.timedOut(received: String(decoding: waiting, as: UTF8.self))
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

/// Gathers the received bytes of a connection.
private final class Inbound: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    struct State {
        var bytes: [UInt8] = []
        var isEnded = false
        var error: (any Error)?
    }

    let state = Mutex(State())

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
        state.withLock { $0.error = error }
        context.close(promise: nil)
    }
}
