import Foundation
import HTTPTypes
import Hummingbird
public import Logging
public import ServiceLifecycle

/// The listener for operators: whether the bridge is alive, and whether it can serve.
///
/// `GET /healthz`: 200 while the process answers. `GET /readyz`, also `/healthcheck`: 200 or 503, with the checks.
public struct AdminListener: Service {
    private let host: String
    private let port: Int
    private let readiness: @Sendable () async -> Readiness
    private let logger: Logger
    private let binding = PortBinding()

    private struct Health: ResponseEncodable {
        let status: String
        var checks: [ReadinessCheck]?
    }

    /// A listener that does not listen yet.
    ///
    /// - Parameter readiness: asked anew for each request.
    public init(
        host: String,
        port: Int,
        readiness: @escaping @Sendable () async -> Readiness,
        logger: Logger
    ) {
        self.host = host
        self.port = port
        self.readiness = readiness
        self.logger = logger
    }

    /// The port that is listened on, once it is.
    public var boundPort: Int {
        get async throws { try await binding.port }
    }

    /// Listens until it is told to stop.
    ///
    /// - Throws: when the port cannot be listened on.
    public func run() async throws {
        let router = Router()
        router.get("healthz") { _, _ in Health(status: "alive") }
        for path in ["readyz", "healthcheck"] as [RouterPath] {
            router.get(path) { [readiness] _, _ in
                let readiness = await readiness()
                return EditedResponse(
                    status: readiness.isReady ? .ok : .serviceUnavailable,
                    response: Health(status: readiness.isReady ? "ready" : "not ready", checks: readiness.checks)
                )
            }
        }
        var quiet = logger
        quiet.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [binding] channel in binding.succeed(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
        do {
            try await application.run()
        } catch {
            binding.fail(error)
            throw error
        }
        binding.end()
    }
}
