import Bridge
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import SMSPContract

/// One connection of the SMSP listener: takes requests whole, has them answered one at a time, keeps the time.
///
/// Used on the connection's event loop only; the answer is made by a task, which is cancelled when the caller leaves.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum State {
        /// Between requests.
        case idle
        /// The head has come, and this much of the body.
        case receiving(Incoming, ByteBuffer)
        /// The answer is being made.
        case answering(HTTPRequestHead, Task<Void, Never>)
        /// The last answer is on its way; what still comes is thrown away.
        case closing
    }

    /// A request whose body is coming.
    struct Incoming {
        let head: HTTPRequestHead
        let path: String
        let started: ContinuousClock.Instant
    }

    let handler: any CallHandler
    let limits: SMSPListenerLimits
    private let places: RequestLimiter
    let isEncrypted: Bool
    let now: @Sendable () -> Date
    private let logger: Logger
    var state = State.idle
    var timer: Scheduled<Void>?
    /// The time at which the incoming head began; nil if there is none.
    private var firstByte: ContinuousClock.Instant?
    /// True once a request was accepted: the first head is timed from the connection on.
    private var isUsed = false
    private var facts: ConnectionFacts
    private var isHandshakeOver: Bool
    /// True if the connection is reviewed once its handshake has identified the caller.
    private var owesReview = false
    /// True once the listener stops: each connection has one answer more at the most.
    private(set) var isStopping: Bool
    /// False once no site has the caller's certificate any more.
    private var isAdmitted = true

    /// - Parameter isStopping: true if the connection was accepted just before the listener stopped.
    init(
        handler: any CallHandler,
        limits: SMSPListenerLimits,
        places: RequestLimiter,
        isEncrypted: Bool,
        isStopping: Bool,
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.isStopping = isStopping
        self.handler = handler
        self.limits = limits
        self.places = places
        self.isEncrypted = isEncrypted
        self.now = now
        self.logger = logger
        facts = ConnectionFacts(isEncrypted: isEncrypted, certificate: nil)
        isHandshakeOver = !isEncrypted
    }

    // MARK: - Events

    func channelActive(context: ChannelHandlerContext) {
        let peer = context.remoteAddress?.ipAddress
        facts = ConnectionFacts(isEncrypted: isEncrypted, certificate: facts.certificate, peer: peer)
        schedule(limits.headerTimeout, context: context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if case .answering(_, let task) = state { task.cancel() }
        state = .closing
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .idle): begin(head, context: context)
        case (.body(var part), .receiving(let incoming, var body)):
            guard body.readableBytes + part.readableBytes <= limits.requestBytes else {
                return refuse(.bodyTooLarge, version: incoming.head.version, context: context)
            }
            body.writeBuffer(&part)
            state = .receiving(incoming, body)
        case (.end, .receiving(let incoming, let body)): answer(incoming, body: body, context: context)
        default: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is IncomingBytesHandler.Arrived:
            guard case .idle = state, firstByte == nil else { break }
            firstByte = .now
            // Set once a head: a client that sends it byte by byte gains no time.
            if isUsed { schedule(limits.headerTimeout, context: context) }
        case is ConnectionStop:
            isStopping = true
            // A first request is still to come of a connection that was accepted: nobody else would answer it.
            if isUsed { closeIfIdle(context: context) }
        case is ConnectionReview: review(context: context)
        case TLSUserEvent.handshakeCompleted:
            facts = ConnectionFacts(
                isEncrypted: true,
                certificate: ClientCertificate(of: context),
                peer: context.remoteAddress?.ipAddress
            )
            isHandshakeOver = true
            if owesReview { review(context: context) }
            context.fireUserInboundEventTriggered(event)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError:
            switch state {
            // Idle also with the leftover of a body that was longer than it said: the pipeline handler keeps errors
            // back until the answer under way has gone out.
            case .idle, .receiving:
                // The decoder has no limit but that of a head's bytes.
                refuse(error == .headerOverflow ? .headTooLarge : .malformed, version: .http1_1, context: context)
            case .answering, .closing: break
            }
        // What comes after the bytes that the decoder has refused is thrown away. To close for it would take from the
        // client the answer that is under way, or the one it has yet to read.
        case ByteToMessageDecoderError.dataReceivedInErrorState: break
        case NIOSSLError.handshakeFailed(let reason):
            let refusal = HandshakeRefusal(reason, of: context, now: now())
            logger.info("TLS handshake failed", metadata: refusal.metadata)
            context.close(promise: nil)
        default: context.close(promise: nil)
        }
    }

    /// Takes no more requests of a client whose certificate no site has any more.
    private func review(context: ChannelHandlerContext) {
        guard isHandshakeOver else {
            owesReview = true
            return
        }
        guard !handler.admits(facts) else { return }
        isAdmitted = false
        closeIfIdle(context: context)
    }

    /// Ends the connection, unless a head has begun to come or an answer is being made.
    private func closeIfIdle(context: ChannelHandlerContext) {
        if case .idle = state, firstByte == nil { context.close(promise: nil) }
    }

    // MARK: - One exchange

    private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        let started = firstByte ?? .now
        firstByte = nil
        isUsed = true
        // Many answers wait to be read, and here is one more request: they are not kept in memory without end.
        guard context.channel.isWritable else { return context.close(promise: nil) }
        guard isAdmitted else { return refuse(.stopping, version: head.version, context: context) }
        switch RequestHead(head, isEncrypted: isEncrypted, limits: limits) {
        case .refused(let refusal): refuse(refusal, version: head.version, context: context)
        case .wsdl(let location):
            state = .closing
            send(handler.wsdl(location: location), version: head.version, isKept: false, context: context)
        case .post where places.inUse >= limits.concurrentRequests:
            refuse(.overloaded, version: head.version, context: context)
        case .post(let path):
            let incoming = Incoming(head: head, path: path, started: started)
            state = .receiving(incoming, context.channel.allocator.buffer(capacity: 4096))
            schedule(limits.bodyTimeout, context: context)
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }), !head.version.isOld {
                let interim = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
            }
        }
    }

    private func answer(_ incoming: Incoming, body: ByteBuffer, context: ChannelHandlerContext) {
        let head = incoming.head
        timer?.cancel()
        // Taken now and not with the head, so that a slow body keeps no other caller waiting.
        guard places.take(of: limits.concurrentRequests) else {
            return refuse(.overloaded, version: head.version, context: context)
        }
        let request = WireRequest(
            path: incoming.path,
            fields: head.headers.map { HTTPField($0.name, $0.value) },
            body: Array(body.readableBytesView),
            connection: facts,
            receivedAt: now(),
            started: incoming.started
        )
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let task = Task { [handler, places] in
            let answer = await handler.answer(request)
            places.give()
            bound.eventLoop.execute { bound.value.handler.finish(answer, context: bound.value.context) }
        }
        state = .answering(head, task)
    }

    private func finish(_ answer: WireAnswer, context: ChannelHandlerContext) {
        guard case .answering(let head, _) = state else { return }
        // After an offer to upgrade the decoder takes what follows for the other protocol, and decodes no more.
        let isKept =
            head.isKeepAlive && !head.version.isOld && !isStopping && isAdmitted
            && !head.headers.contains(name: "upgrade")
        state = isKept ? .idle : .closing
        // Before the answer goes out: with its end, the next pipelined request comes in, and sets timers of its own.
        if isKept { schedule(limits.idleTimeout, context: context) }
        send(answer, version: head.version, isKept: isKept, context: context)
    }
}

extension ExchangeHandler {
    /// Answers a request that is not taken, and ends the connection.
    func refuse(_ refusal: ListenerRefusal, version: HTTPVersion, context: ChannelHandlerContext) {
        state = .closing
        send(handler.refuse(refusal), version: version, isKept: false, context: context)
    }

    /// Sends an answer whole: never chunked (decision D43).
    func send(_ answer: WireAnswer, version: HTTPVersion, isKept: Bool, context: ChannelHandlerContext) {
        var fields = answer.fields.map { (name: $0.name, value: $0.bytes) }
        if !answer.isForwarded { fields.append(("Date", Array(HTTPDate.text(of: now()).utf8))) }
        if answer.status == 405 { fields.append(("Allow", Array("POST, GET".utf8))) }
        let status = HTTPResponseStatus(statusCode: answer.status)
        let head = AnswerHeadWriter.head(
            status: answer.status,
            reason: status.reasonPhrase,
            isOld: version.isOld,
            fields: fields,
            length: answer.body.count,
            isKept: isKept
        )
        var bytes = context.channel.allocator.buffer(capacity: head.count + answer.body.count)
        bytes.writeBytes(head)
        if AnswerHeadWriter.hasBody(answer.status) { bytes.writeBytes(answer.body) }
        // Head and body are bytes already; the parts around them tell of the answer's beginning and end.
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: version, status: status))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !isKept { linger(context: context) }
    }

    /// Ends a connection so that the client can still read its answer: our side first, theirs a little later.
    ///
    /// Closing at once while bytes are unread makes the kernel reset the connection, and the answer is lost. So does
    /// closing before the answer has gone out, which may take as long as a body.
    private func linger(context: ChannelHandlerContext) {
        schedule(limits.bodyTimeout, context: context)
        let sent = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        sent.futureResult.whenSuccess {
            bound.value.handler.schedule(bound.value.handler.limits.lingering, context: bound.value.context)
        }
        context.close(mode: .output, promise: sent)
    }

    /// Resets the connection's timer.
    func schedule(_ duration: Duration, context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: TimeAmount(duration)) {
            bound.value.handler.timeOut(context: bound.value.context)
        }
    }

    /// Closes, without an answer, a connection whose head or body takes too long, or that is idle: no caller
    /// waits for one.
    private func timeOut(context: ChannelHandlerContext) {
        state = .closing
        context.close(promise: nil)
    }
}
