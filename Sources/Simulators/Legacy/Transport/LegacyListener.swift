import NHSIdentifiers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A connection of a legacy simulator: requests come in parts, answers go out as bytes.
typealias LegacyConnection = NIOAsyncChannel<HTTPServerRequestPart, Never>

/// Listens for a legacy simulator: plain NIO, so that every byte of an answer is the simulator's own.
struct LegacyListener {
    let configuration: LegacyConfiguration

    /// Starts to listen.
    func bind() async throws -> NIOAsyncChannel<LegacyConnection, Never> {
        let tls = try configuration.tls.map { try NIOSSLContext(configuration: TLSConfiguration($0)) }
        return try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(
                        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
                    )
                    return try LegacyConnection(wrappingChannelSynchronously: channel)
                }
            }
    }
}

extension TLSConfiguration {
    fileprivate init(_ files: LegacyConfiguration.TLS) throws {
        self = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(files.certificate)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: PEMFile.bytes(files.privateKey), format: .pem))
        )
        minimumTLSVersion = .tlsv12
        if let clientCA = files.clientCA {
            trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(clientCA)))
            certificateVerification = .noHostnameVerification
        }
    }
}
