import Foundation
import Logging
import NIOCore
import NIOEmbedded
import NIOTLS
import Testing

@testable import BridgeServer

/// A reload reviews the connections that are open, by whose certificate they show.
@Suite struct ConnectionReviewTests {
    private let handler = ScriptedHandler()

    private func connection(isEncrypted: Bool) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(
            handler: ExchangeHandler(
                handler: handler,
                limits: .test(),
                places: RequestLimiter(),
                isEncrypted: isEncrypted,
                isStopping: false,
                now: { .now },
                logger: .silent
            )
        )
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func review(_ channel: EmbeddedChannel) {
        channel.pipeline.fireUserInboundEventTriggered(ConnectionReview())
        channel.embeddedEventLoop.run()
    }

    private func endHandshake(_ channel: EmbeddedChannel) {
        channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        channel.embeddedEventLoop.run()
    }

    @Test("a connection of a client who is no longer admitted is ended at once", arguments: [false, true])
    func turnedAway(_ isEncrypted: Bool) throws {
        let channel = try connection(isEncrypted: isEncrypted)
        if isEncrypted { endHandshake(channel) }
        handler.turnAway()
        review(channel)
        #expect(!channel.isActive)
    }

    @Test("a connection in its handshake is not judged before that tells whose it is")
    func inHandshake() throws {
        let channel = try connection(isEncrypted: true)
        handler.turnAway()
        review(channel)
        #expect(channel.isActive)
        endHandshake(channel)
        #expect(!channel.isActive)
    }

    @Test("a connection that was in its handshake at a reload stays when its client is admitted")
    func stays() throws {
        let channel = try connection(isEncrypted: true)
        review(channel)
        endHandshake(channel)
        #expect(channel.isActive)
    }

    @Test("a connection that no reload has to do with is not judged by its certificate alone")
    func notReviewed() throws {
        let channel = try connection(isEncrypted: true)
        handler.turnAway()
        endHandshake(channel)
        #expect(channel.isActive)
    }
}
