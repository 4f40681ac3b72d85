import NIOCore
import NIOPosix

/// What the bridge says of itself at `/metrics`.
enum Metrics {
    /// The text, asked for over a connection that ends with the answer.
    static func text(port: Int, on group: MultiThreadedEventLoopGroup) async throws -> String {
        let loop = group.next()
        let answered = loop.makePromise(of: String.self)
        let channel = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collecting(answered))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(
            ByteBuffer(string: "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        )
        return try await answered.futureResult.get()
    }

    private final class Collecting: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let answered: EventLoopPromise<String>
        private var bytes = ByteBuffer()

        init(_ answered: EventLoopPromise<String>) { self.answered = answered }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var part = unwrapInboundIn(data)
            bytes.writeBuffer(&part)
        }

        func channelInactive(context: ChannelHandlerContext) { answered.succeed(String(buffer: bytes)) }
    }
}
