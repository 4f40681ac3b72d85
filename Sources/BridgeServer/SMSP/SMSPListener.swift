public import Bridge
public import Foundation
public import Logging
import NHSIdentifiers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Synchronization

/// The listener that SMSP clients call: plain SwiftNIO, HTTP/1.0 and 1.1, TLS and mutual TLS.
///
/// TLS files and limits can be replaced while it runs, for new connections. When it is asked to
/// stop it takes no new connections, closes idle ones, answers on each of the others what is in flight or comes first
/// within `drain`, and returns once what was cut off has ended too, or a second has passed.
public final class SMSPListener: Service {
    private let address: ListenAddress
    private let socket: CInt?
    private let settings: Mutex<Settings>
    private let handler: any CallHandler
    private let places = RequestLimiter()
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let binding = PortBinding()
    private let connections = Mutex(Connections())

    /// The parts that new connections use.
    fileprivate struct Settings {
        let tls: NIOSSLContext?
        let limits: SMSPListenerLimits

        init(_ files: ListenerTLS?, _ limits: SMSPListenerLimits) throws {
            tls = try files.map {
                try NIOSSLContext(configuration: TLSConfiguration($0, lingering: limits.lingering))
            }
            self.limits = limits
        }
    }

    /// The connections that are open.
    private struct Connections {
        var open: [ObjectIdentifier: any Channel] = [:]
        /// Set as the listener stops: a connection that was accepted just before has one answer.
        var isStopping = false
    }

    /// A listener that does not listen yet.
    ///
    /// - Parameter socket: a socket that listens already, as a service manager keeps one open over restarts; it takes the
    ///   place of `address`, and belongs to the listener. Nil opens one.
    /// - Throws: when a file of TLS cannot be read or used.
    public init(
        address: ListenAddress,
        socket: CInt? = nil,
        tls: ListenerTLS?,
        limits: SMSPListenerLimits,
        handler: any CallHandler,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { .now }
    ) throws {
        self.address = address
        self.socket = socket
        settings = Mutex(try Settings(tls, limits))
        self.handler = handler
        self.logger = logger
        self.now = now
    }

    /// The port that is listened on, once it is.
    public var boundPort: Int {
        get async throws { try await binding.port }
    }

    /// True while the listener accepts connections.
    public var isAccepting: Bool { binding.isAccepting }

    /// The numbers of open connections and of requests in flight on them.
    public var load: (connections: Int, requests: Int) {
        (connections.withLock { $0.open.count }, places.inUse)
    }

    /// Reads the TLS files again; the result takes effect by ``apply(_:)``.
    ///
    /// - Throws: when a file cannot be read or used.
    public func prepare(tls: ListenerTLS?, limits: SMSPListenerLimits) throws -> PreparedSettings {
        PreparedSettings(settings: try Settings(tls, limits))
    }

    /// The settings that ``apply(_:)`` puts into effect.
    public struct PreparedSettings: Sendable {
        fileprivate let settings: Settings
    }

    /// Sets up new connections with `prepared`, and ends those that are open whose certificate no site has any more.
    public func apply(_ prepared: PreparedSettings) {
        settings.withLock { $0 = prepared.settings }
        for channel in connections.withLock({ Array($0.open.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionReview())
        }
    }

    /// Accepts connections until it is stopped, and runs until the last one has ended.
    ///
    /// - Throws: when the port cannot be listened on.
    public func run() async throws {
        let server = try await bind()
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                try? await server.closeFuture.get()
            } onCancel: {
                server.close(promise: nil)
            }
        } onGracefulShutdown: {
            server.close(promise: nil)
        }
        binding.end()
        await drain()
    }

    private func bind() async throws -> any Channel {
        do {
            let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { [self] channel in
                    channel.eventLoop.makeCompletedFuture { try setUp(channel) }
                }
            let server =
                if let socket { try await bootstrap.withBoundSocket(socket).get() } else {
                    try await bootstrap.bind(host: address.host, port: address.port).get()
                }
            binding.succeed(server.localAddress?.port ?? 0)
            return server
        } catch {
            binding.fail(error)
            throw error
        }
    }

    /// Fills the pipeline of a connection.
    private func setUp(_ channel: any Channel) throws {
        let isStopping = try register(channel)
        let pipeline = channel.pipeline.syncOperations
        // Read once the connection is registered: a change is either read here, or reviews it.
        let (tls, limits) = settings.withLock { ($0.tls, $0.limits) }
        var headLimits = NIOHTTPDecoderLimitConfiguration()
        // Bytes alone, so that what it refuses for size has one reason; the exchange counts the fields.
        headLimits.maxHeaderFieldCount = limits.headBytes
        headLimits.maxHeaderFieldSize = limits.headBytes
        headLimits.maxHeaderListSize = limits.headBytes
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        try pipeline.addHandlers([IncomingBytesHandler(), LineFeedHead(headBytes: limits.headBytes)])
        try pipeline.addHandler(AnswerBytesHandler())
        try pipeline.addHandler(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: headLimits))
        )
        try pipeline.addHandler(HTTPServerPipelineHandler())
        try pipeline.addHandler(
            ExchangeHandler(
                handler: handler,
                limits: limits,
                places: places,
                isEncrypted: tls != nil,
                isStopping: isStopping,
                now: now,
                logger: logger
            )
        )
    }

    /// Keeps a connection among those that are open, while it is.
    ///
    /// - Returns: true if the listener is stopping.
    private func register(_ channel: any Channel) throws -> Bool {
        let id = ObjectIdentifier(channel)
        let limit = settings.withLock { $0.limits.connections }
        let isStopping = try connections.withLock { connections in
            guard connections.open.count < limit else { throw ChannelError.ioOnClosedChannel }
            connections.open[id] = channel
            return connections.isStopping
        }
        channel.closeFuture.whenComplete { [self] _ in connections.withLock { _ = $0.open.removeValue(forKey: id) } }
        return isStopping
    }

    /// Asks every connection to end, and ends those that have not within `drain`.
    private func drain() async {
        let deadline = ContinuousClock.now + settings.withLock { $0.limits.drain }
        // What was accepted last is set up by a loop of its own: after this, it is among those that are open.
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
        let open = connections.withLock { connections in
            connections.isStopping = true
            return Array(connections.open.values)
        }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ConnectionStop()) }
        let limit = Task {
            try await Task.sleep(until: deadline, clock: .continuous)
            for channel in open { channel.close(promise: nil) }
        }
        for channel in open { try? await channel.closeFuture.get() }
        limit.cancel()
        // An answer that was cut off still needs its audit entry. A task of its own, which is never cancelled.
        await Task { [places] in
            let end = ContinuousClock.now + Self.afterwards
            while places.inUse > 0, .now < end { try? await Task.sleep(for: .milliseconds(10)) }
        }.value
    }

    /// The time that answers whose callers have left may take to end.
    private static let afterwards: Duration = .seconds(1)
}

extension TLSConfiguration {
    /// The listener's side of TLS: 1.2 or newer; with a CA of clients, a certificate of theirs.
    fileprivate init(_ files: ListenerTLS, lingering: Duration) throws {
        self = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(files.certificate)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: PEMFile.bytes(files.privateKey), format: .pem))
        )
        minimumTLSVersion = .tlsv12
        shutdownTimeout = TimeAmount(lingering)
        if let clientCA = files.clientCA {
            trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(clientCA)))
            certificateVerification = .noHostnameVerification
        }
    }
}
