import JSONTree
import NIOCore
import NIOPosix

/// One TCP connection to a simulator, at the level of bytes: what was sent and what came back can be told exactly.
struct WireConnection: ~Copyable {
    /// How a reply failed to come.
    enum Failure: Error, Equatable {
        /// The connection was closed before a byte of it.
        case closedBeforeHead
        /// The connection was closed in the middle of it.
        case closedMidway(bodyBytes: Int, announced: Int)
        /// The bytes are no HTTP/1.1 response with a Content-Length.
        case unreadable
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// Bytes that have come and belong to no reply yet.
    private(set) var waiting: [UInt8] = []

    /// Connects, runs `body` and closes.
    static func open<Result: Sendable>(
        port: Int,
        _ body: (inout WireConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = WireConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    /// Sends a request; `headers` go out as they are, after `Host` and `Content-Length`.
    func send(_ request: WireRequest) async throws {
        try await outbound.write(ByteBuffer(bytes: request.bytes))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Everything that still comes until the other side ends the connection.
    mutating func untilEnd() async throws -> [UInt8] {
        while try await readMore() {}
        defer { waiting = [] }
        return waiting
    }

    /// Everything that comes up to `text`, which it ends with.
    mutating func until(_ text: String) async throws -> [UInt8] {
        let end = Array(text.utf8)
        while !waiting.contains(end) {
            guard try await readMore() else { throw Failure.unreadable }
        }
        guard let range = waiting.firstRange(of: end) else { throw Failure.unreadable }
        defer { waiting.removeSubrange(..<range.upperBound) }
        return Array(waiting[..<range.upperBound])
    }

    /// The next reply, whole.
    mutating func reply() async throws -> WireReply {
        let end = Array("\r\n\r\n".utf8)
        while !waiting.contains(end) {
            guard try await readMore() else {
                throw waiting.isEmpty ? Failure.closedBeforeHead : Failure.unreadable
            }
        }
        guard let headEnd = waiting.firstRange(of: end), let reply = WireReply(head: waiting[..<headEnd.lowerBound])
        else { throw Failure.unreadable }
        waiting.removeSubrange(..<headEnd.upperBound)
        guard let length = reply["Content-Length"].flatMap(Int.init) else { throw Failure.unreadable }
        while waiting.count < length {
            guard try await readMore() else {
                throw Failure.closedMidway(bodyBytes: waiting.count, announced: length)
            }
        }
        let body = Array(waiting.prefix(length))
        waiting.removeFirst(length)
        return reply.with(body: body)
    }

    /// Sends a request and waits for its reply.
    mutating func exchange(_ request: WireRequest) async throws -> WireReply {
        try await send(request)
        return try await reply()
    }

    private mutating func readMore() async throws -> Bool {
        guard let bytes = try await inbound.next() else { return false }
        waiting.append(contentsOf: bytes.readableBytesView)
        return true
    }
}

/// A request as it goes out.
struct WireRequest: Sendable {
    var method = "GET"
    var path: String
    var headers: [(String, String)] = []
    var body = ""

    var bytes: [UInt8] {
        let fields = [("Host", "pds.test"), ("Content-Length", String(body.utf8.count))] + headers
        let head = "\(method) \(path) HTTP/1.1\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        return Array((head + body).utf8)
    }
}

/// A reply as it came in.
struct WireReply: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    private(set) var body: [UInt8] = []

    init?(head: ArraySlice<UInt8>) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count > 1, first[0] == "HTTP/1.1",
            let status = Int(first[1])
        else { return nil }
        self.status = status
        self.fields = lines.dropFirst().compactMap { line in
            line.firstRange(of: ": ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
        }
    }

    /// The value of a field, by its name in any case.
    subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }

    /// Status, code and diagnostics of an OperationOutcome, for comparing at a glance.
    var outcome: Outcome {
        let issue = json["issue"]?[0]
        let coding = issue?["details"]?["coding"]?[0]
        return Outcome(
            status: status,
            code: coding?["code"]?.string,
            issueCode: issue?["code"]?.string,
            severity: issue?["severity"]?.string,
            display: coding?["display"]?.string,
            diagnostics: issue?["diagnostics"]?.string,
            contentType: self["Content-Type"]
        )
    }

    func with(body: [UInt8]) -> WireReply {
        var reply = self
        reply.body = body
        return reply
    }
}

/// What an OperationOutcome says.
struct Outcome: Equatable, Sendable {
    var status: Int
    var code: String?
    var issueCode: String?
    var severity: String? = "error"
    var display: String?
    var diagnostics: String?
    var contentType: String? = "application/json"
}
