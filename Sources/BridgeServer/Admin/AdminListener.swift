public import Bridge
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NHSIdentifiers
import NIOSSL
public import ServiceLifecycle

/// The listener for operators: whether the bridge is well, and what they may change of it.
///
/// Open to all are `GET /healthz`, 200 while the process answers, `GET /readyz`, also `/healthcheck`, 200 or 503 with
/// the checks, and `GET /metrics`. The pages of the console (``ConsoleEndpoints``) and what lies under `/api`
/// (``AdminAPI``) are for users alone.
public struct AdminListener: Service {
    private let address: ListenAddress
    private let tls: TLSConfiguration?
    private let hosts: HostNames
    private let users: AdminUsers
    private let control: (any BridgeControl)?
    private let metrics: (@Sendable () async -> String)?
    private let readiness: @Sendable () async -> Readiness
    private let logger: Logger
    private let binding = PortBinding()

    private struct Health: Encodable {
        let status: String
        var checks: [ReadinessCheck]?
    }

    /// A listener that does not listen yet.
    ///
    /// - Parameters:
    ///   - users: who may use `/api`.
    ///   - control: what `/api` works on; nil leaves it out.
    ///   - metrics: the text of `/metrics`, made for each request; nil leaves it out.
    ///   - readiness: evaluated for each request.
    /// - Throws: when a file of TLS cannot be read or used.
    public init(
        address: ListenAddress,
        tls files: ListenerTLS? = nil,
        users: AdminUsers = AdminUsers([]),
        control: (any BridgeControl)? = nil,
        metrics: (@Sendable () async -> String)? = nil,
        readiness: @escaping @Sendable () async -> Readiness,
        logger: Logger
    ) throws {
        self.address = address
        tls = try files.map { try TLSConfiguration($0) }
        // Only a context shows whether the key is that of the certificate.
        if let tls { _ = try NIOSSLContext(configuration: tls) }
        let certificate = try files.map { try ServerCertificate(contentsOf: $0.certificate) }
        hosts = HostNames([address.host] + (certificate?.names ?? []))
        self.users = users
        self.control = control
        self.metrics = metrics
        self.readiness = readiness
        self.logger = logger
    }

    /// The port that is listened on, once it is.
    public var boundPort: Int {
        get async throws { try await binding.port }
    }

    /// Listens until it is stopped.
    ///
    /// - Throws: when the port cannot be listened on.
    public func run() async throws {
        do {
            if let control {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let logins = FailedLogins(journal: control.audit)
                    group.addTask { try await logins.run() }
                    defer {
                        group.cancelAll()
                        logins.enter()
                    }
                    let router = openRouter()
                    let gate = AdminGate(hosts: hosts, users: users, logins: logins)
                    router.add(middleware: gate)
                    AdminAPI(control: control).add(to: router)
                    ConsoleEndpoints(control: control, users: users, logins: logins).add(to: router)
                    try await serve(router)
                }
            } else {
                try await serve(openRouter())
            }
        } catch {
            binding.fail(error)
            throw error
        }
        binding.end()
    }

    private func serve(_ router: Router<AdminContext>) async throws {
        var quiet = logger
        quiet.logLevel = .error
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(60),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 8 * 1024,
                    maxHeaderListSize: 32 * 1024,
                    maxHeaderFieldCount: 100
                )
            )
        )
        let application = Application(
            router: router,
            server: try tls.map { try .tls(plain, tlsConfiguration: $0) } ?? plain,
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { [binding] channel in binding.succeed(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
        try await application.run()
    }

    /// The endpoints that are open to every caller.
    private func openRouter() -> Router<AdminContext> {
        let router = Router(context: AdminContext.self)
        router.add(middleware: AdminAnswers(logger: logger))
        router.get("healthz") { _, _ in try Response.json(Health(status: "alive")) }
        for path in ["readyz", "healthcheck"] as [RouterPath] {
            router.get(path) { [readiness] _, _ in
                let readiness = await readiness()
                return try Response.json(
                    Health(status: readiness.isReady ? "ready" : "not ready", checks: readiness.checks),
                    status: readiness.isReady ? .ok : .serviceUnavailable
                )
            }
        }
        if let metrics {
            router.get("metrics") { _, _ in
                Response(
                    status: .ok,
                    headers: [.contentType: PrometheusRegistry.mediaType],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics()))
                )
            }
        }
        return router
    }
}

extension TLSConfiguration {
    /// The admin listener's side of TLS, 1.2 or newer.
    fileprivate init(_ files: ListenerTLS) throws {
        self = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(PEMFile.bytes(files.certificate)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: PEMFile.bytes(files.privateKey), format: .pem))
        )
        minimumTLSVersion = .tlsv12
    }
}
