import NIOCore
import NIOHTTP1

/// Lets the bytes of answers through, which ``ExchangeHandler`` has written with their heads.
///
/// The other parts are for the handler of pipelined requests alone, which counts answers by them.
final class AnswerBytesHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status == .continue:
            context.write(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: promise)
        case .body(.byteBuffer(let bytes)): context.write(wrapOutboundOut(bytes), promise: promise)
        case .head, .body(.fileRegion), .end: promise?.succeed()
        }
    }
}
