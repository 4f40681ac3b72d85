import NIOCore
import NIOPosix

/// A connection on loopback over which a test sends any bytes, and reads HTTP answers as a simple client does.
final class RawConnection {
    /// An answer, out of its chunks.
    struct Answer: Sendable, Equatable {
        let status: Int
        let contentType: String?
        let isChunked: Bool
        let body: [UInt8]
    }

    /// The server ended the connection before the answer did.
    struct Ended: Error {}

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var read: [UInt8] = []

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Opens a connection for as long as `body` runs.
    static func open<Value: Sendable>(
        port: Int,
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(inbound, outbound))
        }
    }

    /// Sends a head of these lines and then `body`.
    func send(_ lines: [String], _ body: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body))
    }

    /// Sends these bytes.
    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// The next answer.
    func answer() async throws -> Answer {
        while read.firstRange(of: Array("\r\n\r\n".utf8)) == nil { try await readMore() }
        let end = read.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0
        let lines = String(decoding: take(end), as: UTF8.self).split(separator: "\r\n")
        let fields = lines.dropFirst().map { line in
            line.split(separator: ":", maxSplits: 1).map { $0.trimming(while: \.isWhitespace).description }
        }
        func field(_ name: String) -> String? { fields.first { $0.first?.lowercased() == name }?.last }
        let isChunked = field("transfer-encoding") == "chunked"
        let body =
            if isChunked { try await chunks() } else if let length = field("content-length").flatMap({ Int($0) }) {
                try await exactly(length)
            } else { try await toTheEnd() }
        return Answer(
            status: lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0,
            contentType: field("content-type"),
            isChunked: isChunked,
            body: body
        )
    }

    /// Everything until the server ends the connection.
    func toTheEnd() async throws -> [UInt8] {
        while (try? await readMore()) != nil {}
        return take(read.count)
    }

    private func chunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while read.firstRange(of: [13, 10]) == nil { try await readMore() }
            let line = take((read.firstRange(of: [13, 10])?.upperBound ?? 0))
            guard let length = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) else { throw Ended() }
            body += try await exactly(length)
            _ = try await exactly(2)
            if length == 0 { return body }
        }
    }

    private func exactly(_ count: Int) async throws -> [UInt8] {
        while read.count < count { try await readMore() }
        return take(count)
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { read.removeFirst(count) }
        return Array(read.prefix(count))
    }

    private func readMore() async throws {
        guard let bytes = try await inbound.next() else { throw Ended() }
        read += bytes.readableBytesView
    }
}

extension Substring {
    fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> Substring {
        var text = drop(while: isTrimmed)
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
