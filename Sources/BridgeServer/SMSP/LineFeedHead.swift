import NIOCore

/// Puts right the line ends of a connection's first head, where it is an HTTP/1.0 head with bare line feeds.
///
/// One real client sends such heads, and the decoder behind refuses them. Everything else goes on untouched: a head of
/// another version, one with a carriage return anywhere in it, one that does not end within the limit. All framing
/// checks stay the decoder's.
///
/// - SeeAlso: decision D52.
final class LineFeedHead: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The longest head that is waited for, bytes.
    private let limit: Int
    private var held = ByteBuffer()

    /// A handler of heads that may have `headBytes`; one that is longer goes on to the decoder, which refuses it.
    ///
    /// Twice as much is waited for, since the decoder does not count white space and line ends.
    init(headBytes: Int) {
        limit = 2 * headBytes
    }

    /// The next step for the bytes held so far.
    enum Verdict: Equatable {
        /// More bytes are needed.
        case wait
        /// They go on as they are.
        case pass
        /// They are a head with bare line feeds, whose empty line ends at this offset.
        case rewrite(headLength: Int)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        held.writeBuffer(&buffer)
        decide(context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if held.readableBytes > 0 { forward(held, context: context) }
        context.fireChannelInactive()
    }

    private func decide(context: ChannelHandlerContext) {
        switch Self.verdict(on: held.readableBytesView, limit: limit) {
        case .wait: break
        case .pass: forward(held, context: context)
        case .rewrite(let length):
            var rewritten = context.channel.allocator.buffer(capacity: held.readableBytes + 64)
            for byte in held.readSlice(length: length)?.readableBytesView ?? ByteBuffer().readableBytesView {
                if byte == UInt8(ascii: "\n") { rewritten.writeInteger(UInt8(ascii: "\r")) }
                rewritten.writeInteger(byte)
            }
            rewritten.writeBuffer(&held)
            forward(rewritten, context: context)
        }
    }

    private func forward(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        held = ByteBuffer()
        context.fireChannelRead(wrapInboundOut(bytes))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Judges the first bytes of a connection.
    static func verdict(on bytes: some Collection<UInt8>, limit: Int) -> Verdict {
        let bytes = Array(bytes)
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            return bytes.count < limit ? .wait : .pass
        }
        guard bytes[..<lineEnd].ends(with: Array("HTTP/1.0".utf8)) else { return .pass }
        var previous = lineEnd
        for index in bytes[..<min(bytes.count, limit)].indices.dropFirst(lineEnd + 1) {
            switch bytes[index] {
            case UInt8(ascii: "\r"): return .pass
            case UInt8(ascii: "\n") where index == previous + 1: return .rewrite(headLength: index + 1)
            case UInt8(ascii: "\n"): previous = index
            default: break
            }
        }
        return bytes.count < limit ? .wait : .pass
    }
}

extension ArraySlice where Element == UInt8 {
    fileprivate func ends(with suffix: [UInt8]) -> Bool {
        self.suffix(suffix.count).elementsEqual(suffix)
    }
}
