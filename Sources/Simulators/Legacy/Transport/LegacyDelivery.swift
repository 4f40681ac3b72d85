import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends one answer, or what a fault leaves of it, at the level of bytes.
struct LegacyDelivery {
    let channel: any Channel
    /// True if the caller spoke HTTP/1.0: the answer is then in HTTP/1.0 too, and never chunked.
    let isOld: Bool
    /// True if the connection may be used again.
    let keepsConnection: Bool
    /// For `Date`.
    let time: Date

    /// Sends `answer`; returns true if the connection can still be used.
    func send(_ answer: LegacyAnswer, under fault: LegacyFault?) async throws -> Bool {
        switch fault {
        case .hang:
            try await channel.closeFuture.get()
            return false
        case .reset:
            try await reset()
            return false
        case .cutMidBody:
            try await write(
                head(of: answer, framing: contentLength(of: answer)) + answer.body.prefix(answer.body.count / 2)
            )
            closeAbruptly()
            return false
        case .garbageHead:
            try await write(Self.garbage)
            return false
        case .chunked where !isOld:
            try await write(head(of: answer, framing: HeaderField("Transfer-Encoding", "chunked")))
            for start in stride(from: 0, to: answer.body.count, by: Self.chunkSize) {
                let chunk = answer.body[start...].prefix(Self.chunkSize)
                try await write(Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8))
            }
            try await write(Array("0\r\n\r\n".utf8))
        default:
            try await write(head(of: answer, framing: contentLength(of: answer)) + answer.body)
        }
        return keepsConnection
    }

    /// Bytes that are neither HTTP nor XML.
    static let garbage: [UInt8] = (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 0x80) }
    private static let chunkSize = 1_000

    private func contentLength(of answer: LegacyAnswer) -> HeaderField {
        HeaderField("Content-Length", String(answer.body.count))
    }

    private func head(of answer: LegacyAnswer, framing: HeaderField) -> [UInt8] {
        var fields = answer.fields + [framing, HeaderField("Date", HTTPDate.text(of: time))]
        if !keepsConnection { fields.append(HeaderField("Connection", "close")) }
        let status = HTTPResponseStatus(statusCode: answer.status)
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("HTTP/1.\(isOld ? 0 : 1) \(status.code) \(status.reasonPhrase)\r\n\(lines)\r\n".utf8)
    }

    /// Writes, and waits until the bytes have gone out: what closes the connection next takes none of them away.
    private func write(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes))
    }

    /// Ends the connection with a reset instead of a farewell.
    private func reset() async throws {
        // SO_LINGER on, for no time: the kernel throws unsent bytes away and sends RST. The pair has the layout of C's
        // `struct linger`, whose initialiser NIO's modules hide.
        if let provider = channel as? any SocketOptionProvider {
            let linger = SIMD2<CInt>(1, 0)
            try await provider.unsafeSetSocketOption(level: .socket, name: .so_linger, value: linger).get()
        }
        closeAbruptly()
    }

    /// Closes the connection below TLS, which would otherwise say that the end was meant.
    private func closeAbruptly() {
        channel.eventLoop.execute { [channel] in
            let pipeline = channel.pipeline.syncOperations
            if let tls = try? pipeline.context(handlerType: NIOSSLServerHandler.self) {
                tls.close(promise: nil)
            } else {
                channel.close(promise: nil)
            }
        }
    }
}
