import NIOCore
import NIOHTTP1
import NIOPosix

/// What a load got.
struct LoadResult: Sendable {
    /// How long each answered call took, from the moment at which it was due.
    var latencies: [Duration] = []
    /// Calls that got another status than 200, or no answer.
    var errors = 0

    /// The latency that a share of calls stays under; zero when there are none.
    func percentile(_ share: Double) -> Duration {
        guard !latencies.isEmpty else { return .zero }
        let sorted = latencies.sorted()
        return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}

/// Sends one request again and again, over connections that are kept.
///
/// It works on one event loop, and so needs no lock; the loop is the only one who touches it.
final class Load {
    /// When a call is made.
    enum Pace: Sendable {
        /// So many a second, whether or not answers come: a slow bridge is not spared.
        case steady(perSecond: Double)
        /// So many at once, each followed by the next when its answer has come.
        case saturating(calls: Int)
    }

    private let loop: any EventLoop
    private let port: Int
    private let path: String
    private let body: ByteBuffer
    private let action: String
    private var idle: [any Channel] = []
    private var result = LoadResult()
    private var underWay = 0
    /// How many calls of a steady pace have been made.
    private var sent = 0
    private var isOver = false
    private let ended: EventLoopPromise<LoadResult>
    private var pace = Pace.steady(perSecond: 1)

    /// How long calls under way may still take once the time is over.
    private static let patience: TimeAmount = .seconds(15)

    private init(on loop: any EventLoop, port: Int, path: String, body: ByteBuffer, operation: String) {
        self.loop = loop
        self.port = port
        self.path = path
        self.body = body
        action = "\"urn:nhs-itk:services:201005:\(operation)-v1-0\""
        ended = loop.makePromise()
    }

    /// Loads `path` of the bridge at `port` for `duration`.
    static func run(
        _ pace: Pace,
        for duration: TimeAmount,
        on loop: any EventLoop,
        port: Int,
        path: String,
        body: ByteBuffer,
        operation: String = "verifyNHSNumber"
    ) async throws -> LoadResult {
        try await loop.flatSubmit {
            let load = Load(on: loop, port: port, path: path, body: body, operation: operation)
            return load.start(pace, for: duration)
        }.get()
    }

    private func start(_ pace: Pace, for duration: TimeAmount) -> EventLoopFuture<LoadResult> {
        self.pace = pace
        let bound = NIOLoopBound(self, eventLoop: loop)
        switch pace {
        case .saturating(let calls):
            for _ in 0..<calls { call(dueAt: .now) }
        case .steady(let perSecond):
            let begin = ContinuousClock.now
            loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
                let load = bound.value
                guard !load.isOver else { return task.cancel() }
                let due = Int((ContinuousClock.now - begin) / .seconds(1) * perSecond)
                while load.sent < due {
                    load.call(dueAt: begin + .seconds(1) * (Double(load.sent) / perSecond))
                    load.sent += 1
                }
            }
        }
        loop.scheduleTask(in: duration) {
            bound.value.isOver = true
            bound.value.endIfDone()
        }
        loop.scheduleTask(in: duration + Self.patience) {
            let load = bound.value
            load.result.errors += load.underWay
            load.underWay = 0
            load.endIfDone()
        }
        return ended.futureResult
    }

    private func endIfDone() {
        guard isOver, underWay == 0 else { return }
        for channel in idle { channel.close(promise: nil) }
        idle = []
        ended.succeed(result)
    }

    private func call(dueAt due: ContinuousClock.Instant) {
        underWay += 1
        if let channel = idle.popLast() { return send(over: channel, dueAt: due) }
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(Receiving(load: bound.value))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { outcome in
                switch outcome {
                case .success(let channel): bound.value.send(over: channel, dueAt: due)
                case .failure: bound.value.finished(nil, since: due, status: nil)
                }
            }
    }

    private func send(over channel: any Channel, dueAt due: ContinuousClock.Instant) {
        guard let receiving = try? channel.pipeline.syncOperations.handler(type: Receiving.self) else {
            return finished(nil, since: due, status: nil)
        }
        receiving.due = due
        let fields = HTTPHeaders([
            ("Host", "127.0.0.1"), ("Content-Type", "text/xml; charset=utf-8"),
            ("SOAPAction", action), ("Content-Length", "\(body.readableBytes)"),
        ])
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: path, headers: fields)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// A call has ended; its connection can be used again unless it is nil.
    fileprivate func finished(
        _ channel: (any Channel)?,
        since due: ContinuousClock.Instant,
        status: HTTPResponseStatus?
    ) {
        if status == .ok { result.latencies.append(.now - due) } else { result.errors += 1 }
        if let channel { idle.append(channel) }
        underWay -= 1
        if case .saturating = pace, !isOver { call(dueAt: .now) }
        endIfDone()
    }

    fileprivate func lost(_ channel: any Channel) {
        idle.removeAll { $0 === channel }
    }

    /// Waits for the answer to the request of a connection.
    private final class Receiving: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart

        private let load: Load
        private var status: HTTPResponseStatus?
        /// When the request under way was due; nil while there is none.
        var due: ContinuousClock.Instant?

        init(load: Load) { self.load = load }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): status = head.status
            case .body: break
            case .end: end(context.channel)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            load.lost(context.channel)
            status = nil
            end(nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func end(_ channel: (any Channel)?) {
            guard let due else { return }
            self.due = nil
            load.finished(channel, since: due, status: status)
        }
    }
}
