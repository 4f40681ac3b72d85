import Bridge
import NIOCore
import NIOHTTP1
import SMSPContract

extension ExchangeHandler {
    /// Answers a request that is not taken, and ends the connection.
    func refuse(_ refusal: ListenerRefusal, version: HTTPVersion, context: ChannelHandlerContext) {
        state = .closing
        send(handler.refuse(refusal), version: version, isKept: false, context: context)
    }

    /// Sends an answer whole: never chunked (decision D43).
    func send(_ answer: WireAnswer, version: HTTPVersion, isKept: Bool, context: ChannelHandlerContext) {
        var headers: HTTPHeaders = ["Content-Length": "\(answer.body.count)"]
        for field in answer.fields { headers.add(name: field.name, value: field.value) }
        if answer.status == 405 { headers.add(name: "Allow", value: "POST, GET") }
        if !isKept { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: version.isOld ? .http1_0 : .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !answer.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
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
            bound.value.handler.schedule(ExchangeHandler.lingering, context: bound.value.context)
        }
        context.close(mode: .output, promise: sent)
    }

    /// Sets the one timer of the connection anew.
    func schedule(_ duration: Duration, context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: TimeAmount(duration)) {
            bound.value.handler.timeOut(context: bound.value.context)
        }
    }

    /// A head or a body that takes too long, or a connection that nobody uses: closed without a word, for there is
    /// nobody who waits for one.
    private func timeOut(context: ChannelHandlerContext) {
        state = .closing
        context.close(promise: nil)
    }
}
