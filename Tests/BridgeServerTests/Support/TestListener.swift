import Bridge
import BridgeServer
import Foundation
import Logging
import RawHTTP
import ServiceLifecycle

extension Logger {
    /// A logger that says nothing.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension SMSPListenerLimits {
    /// Limits that no test meets but for the one it sets.
    static func test(
        requestBytes: Int = 64 * 1024,
        headBytes: Int = 8 * 1024,
        headFields: Int = 100,
        concurrentRequests: Int = 1024,
        header: Duration = .seconds(600),
        body: Duration = .seconds(600),
        idle: Duration = .seconds(600),
        drain: Duration = .seconds(5),
        lingering: Duration = .seconds(1)
    ) -> SMSPListenerLimits {
        SMSPListenerLimits(
            requestBytes: requestBytes,
            headBytes: headBytes,
            headFields: headFields,
            concurrentRequests: concurrentRequests,
            headerTimeout: header,
            bodyTimeout: body,
            idleTimeout: idle,
            drain: drain,
            lingering: lingering
        )
    }
}

/// An SMSP listener that runs in this process, for as long as a test uses it.
struct TestListener: Sendable {
    let port: Int
    let handler: ScriptedHandler
    /// The listener itself.
    let listener: SMSPListener
    private let group: ServiceGroup

    /// Tells the listener to stop.
    func stop() async {
        await group.triggerGracefulShutdown()
    }

    /// Tells the listener to stop, and waits until every connection has been told.
    func stopAndSettle() async throws {
        let idle = try await connect()
        // An answer over it shows that the listener has taken it.
        try await idle.send(.post(""))
        _ = try await idle.answer()
        await stop()
        _ = try await idle.rest()
        // The others are told at the same moment, on their own event loops.
        try await Task.sleep(for: .milliseconds(300))
    }

    func connect() async throws -> RawConnection {
        try await RawConnection(port: port)
    }

    /// Sends `bytes` over a connection of their own; all that comes back until it is closed.
    func exchange(_ bytes: String) async throws -> String {
        let connection = try await connect()
        try await connection.send(bytes)
        let answer = try await connection.restText()
        try await connection.close()
        return answer
    }

    /// Runs a listener on a free port while `body` runs; returns when the listener has ended.
    static func run(
        limits: SMSPListenerLimits = .test(),
        tls: ListenerTLS? = nil,
        handler: ScriptedHandler = ScriptedHandler(),
        logger: Logger = .silent,
        now: @escaping @Sendable () -> Date = { .now },
        _ body: (TestListener) async throws -> Void
    ) async throws {
        let listener = try SMSPListener(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tls: tls,
            limits: limits,
            handler: handler,
            logger: logger,
            now: now
        )
        try await running(listener) { group in
            try await body(
                TestListener(
                    port: try await listener.boundPort,
                    handler: handler,
                    listener: listener,
                    group: group
                )
            )
        }
    }
}

/// Runs `service` while `body` runs, then stops it and waits for its end.
func running(_ service: some Service, _ body: (ServiceGroup) async throws -> Void) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            logger: .silent
        )
    )
    async let ended: Void = group.run()
    do {
        try await body(group)
    } catch {
        await group.triggerGracefulShutdown()
        try await ended
        throw error
    }
    await group.triggerGracefulShutdown()
    try await ended
}
