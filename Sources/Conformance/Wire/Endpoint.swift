import Foundation
import NHSIdentifiers
import NIOCore
import NIOPosix
import NIOSSL

/// An SMSP endpoint, spoken to at the level of bytes.
///
/// A client library would mend what the rules are about: the version of HTTP, how an answer tells its end, and whether
/// a connection is closed as announced.
struct Endpoint: Sendable {
    /// The place of the problem.
    let address: EndpointAddress
    private let tls: NIOSSLContext?
    private let timeout: Duration

    /// The time within which the endpoint has to close a connection that it should close.
    private static let farewell: Duration = .seconds(5)

    /// An endpoint that is given `timeout` for each answer.
    ///
    /// - Throws: ``UnusableTLSFiles`` for a file of `tls` that cannot be used.
    init(address: EndpointAddress, tls files: EndpointTLS, timeout: Duration) throws(UnusableTLSFiles) {
        self.address = address
        self.timeout = timeout
        do {
            tls = address.isEncrypted ? try Self.context(files) : nil
        } catch {
            throw UnusableTLSFiles()
        }
    }

    private static func context(_ files: EndpointTLS) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let ca = files.ca {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(ca)))
        }
        if let certificate = files.certificate {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(certificate)).map {
                .certificate($0)
            }
        }
        if let key = files.privateKey {
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: PEMFile.bytes(key), format: .pem))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Makes `calls` one after the other on a connection of their own.
    ///
    /// - Parameter awaitingEnd: whether to see if the endpoint closes the connection after the last answer.
    func converse(_ calls: [HTTPCall], awaitingEnd: Bool) async -> Conversation {
        let (bytes, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        let channel: any Channel
        do {
            channel = try await connect(continuation)
        } catch {
            return Conversation(answers: [], failure: .unreachable, isEnded: true)
        }
        defer { channel.close(promise: nil) }
        var reader = HTTPAnswerReader(bytes.makeAsyncIterator())
        var answers: [HTTPAnswer] = []
        for call in calls {
            let alarm = Alarm(closing: channel, after: timeout)
            defer { alarm.cancel() }
            do {
                try await channel.writeAndFlush(channel.allocator.buffer(bytes: call.bytes(to: address))).get()
            } catch {
                // An endpoint may answer and close before it has read everything: what it said is still to be read.
            }
            do throws(ExchangeFailure) {
                let answer = try await reader.next()
                answers.append(answer)
                guard !answer.announcesEnd else { break }
            } catch {
                return Conversation(answers: answers, failure: alarm.hasRung ? .timedOut : error, isEnded: true)
            }
        }
        guard awaitingEnd else { return Conversation(answers: answers, failure: nil, isEnded: nil) }
        let alarm = Alarm(closing: channel, after: Self.farewell)
        defer { alarm.cancel() }
        await reader.discardRest()
        return Conversation(answers: answers, failure: nil, isEnded: !alarm.hasRung)
    }

    private func connect(_ received: AsyncThrowingStream<[UInt8], any Error>.Continuation) async throws -> any Channel {
        let (tls, host) = (tls, address.host)
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.nanoseconds(Int64(timeout / .nanoseconds(1))))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        let name = EndpointAddress.isNumeric(host) ? nil : host
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    try pipeline.addHandler(ReceivedBytes(received))
                }
            }
            .connect(host: host, port: address.port)
            .get()
    }
}

/// The results of the calls on one connection.
struct Conversation: Sendable {
    /// The answers, in the order of the calls.
    let answers: [HTTPAnswer]
    /// The reason that there are no more; nil if every call was answered.
    let failure: ExchangeFailure?
    /// True if the endpoint closed the connection; nil if the probe did not wait for that.
    let isEnded: Bool?
}

/// Closes a channel when its time is over.
private struct Alarm {
    private let task: Scheduled<Void>
    private let end: ContinuousClock.Instant

    init(closing channel: any Channel, after duration: Duration) {
        end = .now + duration
        task = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(duration / .nanoseconds(1)))) {
            channel.close(promise: nil)
        }
    }

    /// True if the time is over.
    var hasRung: Bool { ContinuousClock.now >= end }

    func cancel() { task.cancel() }
}

/// Hands on what a channel receives.
private final class ReceivedBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation.finish(throwing: error)
        context.close(promise: nil)
    }
}
