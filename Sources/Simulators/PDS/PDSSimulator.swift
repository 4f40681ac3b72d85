import FoundationEssentials
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
public import ServiceLifecycle

/// A PDS FHIR API with its token server over synthetic people: real HTTP, real tokens, faults on demand.
///
/// It logs nothing and stores nothing. A test runs one around its own work:
///
///     try await PDSSimulator(people: people).whileRunning { simulator in
///         let port = try await simulator.port
///         …
///     }
public final class PDSSimulator: Service {
    /// The faults it makes on purpose.
    public let faults = Faults()
    /// The access tokens it has given out.
    public let tokens = AccessTokens()
    /// The registered apps; empty where access is open.
    public let apps: AppRegistry

    private let configuration: PDSConfiguration
    private let gateway: PDSGateway
    private let binding = Binding()
    private let traffics: TrafficCounter
    private let connections = LastAnswers()

    /// A simulator of `people`, and of `patients`, whose records hide people of the same number.
    public init(
        people: SyntheticPeople,
        patients: PatientsDirectory = PatientsDirectory(),
        configuration: PDSConfiguration = PDSConfiguration()
    ) {
        self.configuration = configuration
        self.traffics = TrafficCounter(capturing: configuration.capturedRequests)
        let limiter = RateLimiter(pool: configuration.pooledLimitPerMinute)
        let spine = Spine(people: people, patients: patients)
        switch configuration.access {
        case .open:
            self.apps = AppRegistry([])
            self.gateway = PDSGateway(bearer: nil, token: nil, limiter: limiter, spine: spine)
        case .applicationRestricted(let registered):
            self.apps = AppRegistry(registered)
            self.gateway = PDSGateway(
                bearer: BearerCheck(apps: apps, tokens: tokens),
                token: TokenEndpoint(apps: apps, tokens: tokens, limiter: limiter, configuration: configuration),
                limiter: limiter,
                spine: spine
            )
        }
    }

    /// The port it listens on, as soon as it does.
    ///
    /// Errors: what kept it from listening.
    public var port: Int {
        get async throws { try await binding.port }
    }

    /// The requests since the start, or since ``resetTraffic()``.
    public var traffic: PDSTraffic { traffics.snapshot }

    /// Starts counting again.
    public func resetTraffic() {
        traffics.reset()
    }

    /// Listens and answers until it is stopped.
    ///
    /// On graceful shutdown, answers in flight finish, except those held by ``Fault/hang``. Runs once.
    public func run() async throws {
        do {
            let server = try HTTPServerBuilder.http1().buildServer(
                configuration: ServerConfiguration(
                    address: .hostname(configuration.host, port: configuration.port)
                ),
                eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup,
                logger: Logger(label: "pds-simulator") { _ in SwiftLogNoOpLogHandler() },
                responder: { request, writer, channel in
                    try await self.respond(to: request, writer: writer, channel: channel)
                },
                onServerRunning: { channel in
                    self.binding.succeed(channel.localAddress?.port ?? 0)
                }
            )
            try await server.run()
        } catch {
            binding.fail(error)
            throw error
        }
    }

    /// Runs for as long as `body` does, and cuts what is still under way when it ends.
    public func whileRunning<Result: Sendable>(
        _ body: (PDSSimulator) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            _ = try await port
            let result = try await body(self)
            group.cancelAll()
            return result
        }
    }

    private func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let call = try await PDSCall(request, at: configuration.now())
        let previous = connections[channel]
        let plan = faults.plan(for: call, isFirst: previous == nil)
        traffics.begin(call, fault: plan.fault)
        defer { traffics.end() }
        let right = gateway.answer(to: call)
        connections[channel] = right
        let answer = plan.fault.map { spoil(right, to: call, previous: previous, by: $0) } ?? right
        let delivery = Delivery(answer: answer, fault: plan.fault, time: configuration.now())
        try await Task.sleep(for: plan.delay)
        try await delivery.send(by: writer)
    }

    private func spoil(_ answer: PDSAnswer, to call: PDSCall, previous: PDSAnswer?, by fault: Fault) -> PDSAnswer {
        var somebodyElse: (number: String, answer: PDSAnswer)?
        if case .patient(let id) = call.endpoint { somebodyElse = gateway.spine.somebodyElse(than: id) }
        return FaultyAnswer(
            call: call,
            answer: answer,
            previous: previous,
            somebodyElse: somebodyElse,
            app: gateway.app(of: call)
        ).spoilt(by: fault)
    }
}
