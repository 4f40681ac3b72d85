import NIOCore

/// Tells the exchange behind the HTTP decoder when bytes come: the decoder shows it whole heads only.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes came after a request had been taken whole, or the first of a connection.
    struct Arrived {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireUserInboundEventTriggered(Arrived())
        context.fireChannelRead(data)
    }
}

/// Asks a connection to end: at once when it is idle, after the answer under way otherwise.
struct ConnectionStop {}
