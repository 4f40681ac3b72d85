import NIOCore
import NIOPosix

/// A relay in front of PDS FHIR that does to its connections what a failing server does.
///
/// Requests for tokens pass, so that only requests about patients fail.
struct FailingRelay: Sendable {
    /// The fate of a request about a patient.
    enum Failure: String, Sendable, CaseIterable {
        /// It is never answered; the connection stays open.
        case silence
        /// The connection ends with a reset.
        case reset
        /// The body of the answer has no end.
        case endlessBody
        /// The body of the answer is a terabyte long, and says so.
        case hugeBody
        /// The head of the answer has no end.
        case endlessHead
    }

    /// The port on which it listens.
    let port: ReservedPort
    /// The port of PDS FHIR.
    let pdsPort: Int
    /// nil if all requests pass.
    var failure: Failure?

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Runs the relay while `body` does; its connections end with it.
    func whileRunning<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(try port.duplicate()) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { try? await relay(connection) }
                        }
                    }
                }
            }
            let value = try await body()
            group.cancelAll()
            return value
        }
    }

    private func relay(_ bridge: Connection) async throws {
        // First of all, since a connection that is dropped without it ends the process.
        try await bridge.executeThenClose { asked, answered in
            let pds = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: pdsPort) { channel in
                    channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
                }
            try await pds.executeThenClose { answers, questions in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await bytes in answers { try await answered.write(bytes) }
                    }
                    group.addTask {
                        for try await bytes in asked {
                            // A client that does not pipeline sends a request at a time.
                            if let failure, bytes.readableBytesView.starts(with: Array("GET ".utf8)) {
                                try await fail(by: failure, bridge.channel, answered)
                            } else {
                                try await questions.write(bytes)
                            }
                        }
                    }
                    try await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    /// Answers as `failure` says; endless answers go on for as long as they are read.
    private func fail(
        by failure: Failure,
        _ channel: any Channel,
        _ answered: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n"
        let blanks = String(repeating: " ", count: 1 << 16)
        switch failure {
        case .silence: break
        case .reset: try await reset(channel)
        case .endlessBody:
            try await write(head + "Transfer-Encoding: chunked\r\n\r\n", then: "10000\r\n\(blanks)\r\n", to: answered)
        case .hugeBody: try await write(head + "Content-Length: 1099511627776\r\n\r\n", then: blanks, to: answered)
        case .endlessHead: try await write(head, then: "X-More: \(blanks.prefix(50_000))\r\n", to: answered)
        }
    }

    private func write(
        _ start: String,
        then piece: String,
        to answered: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        try await answered.write(ByteBuffer(string: start))
        let piece = ByteBuffer(string: piece)
        while true { try await answered.write(piece) }
    }

    private func reset(_ channel: any Channel) async throws {
        // SO_LINGER on, for no time. The pair has the layout of C's `struct linger`, whose initialiser NIO's modules
        // hide.
        if let provider = channel as? any SocketOptionProvider {
            let linger = SIMD2<CInt>(1, 0)
            try await provider.unsafeSetSocketOption(level: .socket, name: .so_linger, value: linger).get()
        }
        try await channel.close()
    }
}
