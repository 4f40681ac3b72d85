import NIOCore
import NIOHTTP1

/// Reads the requests of one connection, each whole.
struct LegacyRequestReader: ~Copyable {
    /// A request that is not taken, and the bare status it gets; the connection ends with it.
    struct Refusal: Error {
        let status: Int
    }

    private var parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    private let channel: any Channel
    private let limit: Int

    init(_ parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, channel: any Channel, limit: Int) {
        self.parts = parts.makeAsyncIterator()
        self.channel = channel
        self.limit = limit
    }

    /// The next request; nil when the caller has ended the connection.
    mutating func next() async throws -> LegacyRequest? {
        do {
            guard case .head(let head)? = try await parts.next() else { return nil }
            let isOld = head.version.major < 1 || (head.version.major == 1 && head.version.minor < 1)
            if !isOld, head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                try await channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
            }
            guard let body = try await body() else { return nil }
            return LegacyRequest(
                method: head.method.rawValue,
                target: head.uri,
                fields: head.headers.map { HeaderField($0.name, $0.value) },
                body: body,
                isOld: isOld,
                keepsConnection: head.isKeepAlive && !isOld
            )
        } catch is HTTPParserError {
            throw Refusal(status: 400)
        }
    }

    /// The body; nil when the connection ended before it did.
    ///
    /// One that is too long is read to its end all the same, so that its caller can still read the refusal.
    private mutating func body() async throws -> [UInt8]? {
        var body: [UInt8] = []
        var length = 0
        while let part = try await parts.next() {
            switch part {
            case .head: return nil
            case .body(let bytes):
                length += bytes.readableBytes
                if length <= limit { body.append(contentsOf: bytes.readableBytesView) }
            case .end:
                guard length <= limit else { throw Refusal(status: 413) }
                return body
            }
        }
        return nil
    }
}
