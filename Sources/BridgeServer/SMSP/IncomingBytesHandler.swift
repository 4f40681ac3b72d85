import NIOCore

/// Tells the exchange behind the HTTP decoder when bytes come: the decoder shows it whole heads only.
final class IncomingBytesHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes came that are of a request; line ends alone, which some clients send after a body, are of none.
    struct Arrived {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let isOfRequest = unwrapInboundIn(data).readableBytesView
            .contains { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if isOfRequest { context.fireUserInboundEventTriggered(Arrived()) }
        context.fireChannelRead(data)
    }
}

/// Asks a connection to end: at once when it is idle, after the answer under way otherwise.
struct ConnectionStop {}

/// Asks a connection to end unless its certificate may still act for a site.
struct ConnectionReview {}
