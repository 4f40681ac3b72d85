import Crypto
import FoundationEssentials
import NHSIdentifiers
import NIOCore
public import ServiceLifecycle

/// A legacy SMSP endpoint over synthetic people: one URL for all operations, real HTTP and TLS, faults on demand.
///
/// It logs nothing and stores nothing. A test runs one around its own work:
///
///     try await LegacySimulator(people: people).whileRunning { simulator in
///         let port = try await simulator.port
///         …
///     }
public final class LegacySimulator: Service {
    /// The faults it makes on purpose.
    public let faults = LegacyFaults()

    private let configuration: LegacyConfiguration
    private let service: MiniService
    private let binding = Binding()
    private let traffics: LegacyTrafficCounter
    private let connections = OpenConnections()

    /// A simulator of `people`.
    public init(people: SyntheticPeople, configuration: LegacyConfiguration = LegacyConfiguration()) {
        self.configuration = configuration
        traffics = LegacyTrafficCounter(capturing: configuration.capturedRequests)
        service = MiniService(
            people: people,
            practices: configuration.practices,
            header: configuration.responseHeader,
            isEncrypted: configuration.tls != nil,
            findsRestrictedByPostcode: configuration.findsRestrictedByPostcode
        )
    }

    /// The port it listens on, as soon as it does.
    ///
    /// Errors: what kept it from listening.
    public var port: Int {
        get async throws { try await binding.port }
    }

    /// The requests since the start, or since ``resetTraffic()``.
    public var traffic: LegacyTraffic { traffics.snapshot }

    /// Starts counting again.
    public func resetTraffic() {
        traffics.reset()
    }

    /// Listens and answers until it is stopped.
    ///
    /// On graceful shutdown, answers in flight finish, except those held by ``LegacyFault/hang``. Runs once.
    public func run() async throws {
        let server: NIOAsyncChannel<LegacyConnection, Never>
        do {
            server = try await LegacyListener(configuration: configuration).bind()
        } catch {
            binding.fail(error)
            throw error
        }
        binding.succeed(server.channel.localAddress?.port ?? 0)
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask { await self.serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
            self.connections.stop()
        }
    }

    /// Runs for as long as `body` does, and cuts what is still under way when it ends.
    public func whileRunning<Result: Sendable>(
        _ body: (LegacySimulator) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            _ = try await port
            let result = try await body(self)
            group.cancelAll()
            return result
        }
    }

    // MARK: - One connection

    private func serve(_ connection: LegacyConnection) async {
        let channel = connection.channel
        traffics.open()
        defer {
            connections.wake(channel)
            traffics.close()
        }
        await withTaskCancellationHandler {
            // How a caller ends its connection is no error of the simulator's.
            try? await connection.executeThenClose { inbound in
                var requests = LegacyRequestReader(inbound, channel: channel, limit: configuration.requestBytes)
                do {
                    connections.rest(channel)
                    while let request = try await requests.next() {
                        connections.wake(channel)
                        guard try await exchange(request, on: channel) else { return }
                        connections.rest(channel)
                    }
                } catch let refusal as LegacyRequestReader.Refusal {
                    let delivery = LegacyDelivery(
                        channel: channel,
                        isOld: false,
                        keepsConnection: false,
                        time: configuration.now()
                    )
                    _ = try await delivery.send(LegacyAnswer(status: refusal.status), under: nil)
                }
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Answers one request; what comes back is whether the connection is still of use.
    private func exchange(_ request: LegacyRequest, on channel: any Channel) async throws -> Bool {
        let now = configuration.now()
        let origin =
            configuration.seed.map { AnswerOrigin(seed: $0, body: request.body) } ?? AnswerOrigin(at: now)
        var reply = MiniService.Reply(answer: LegacyAnswer(status: 405, fields: [HeaderField("Allow", "POST, GET")]))
        var plan = LegacyFaults.Plan()
        if request.method == "POST" {
            reply = service.reply(to: request, from: origin, at: now)
            plan = faults.plan(for: reply, id: Self.digest(of: request.body))
        } else if request.isForWSDL {
            reply.answer = ServiceDescription(location: location(of: request)).answer
        }
        traffics.begin(request, operation: reply.operation, fault: plan.fault)
        defer { traffics.end() }
        let answer = plan.fault.map { spoil(reply, by: $0, from: origin, at: now) } ?? reply.answer
        if plan.delay > .zero { try await Task.sleep(for: plan.delay) }
        if plan.fault == .hang { connections.rest(channel) }
        let delivery = LegacyDelivery(
            channel: channel,
            isOld: request.isOld,
            keepsConnection: request.keepsConnection && plan.fault != .closing && !connections.isStopping,
            time: origin.time
        )
        return try await delivery.send(answer, under: plan.fault)
    }

    /// The answer that a fault makes of the right one; faults of delivery leave it as it is.
    private func spoil(
        _ reply: MiniService.Reply,
        by fault: LegacyFault,
        from origin: AnswerOrigin,
        at now: Date
    ) -> LegacyAnswer {
        var answer = reply.answer
        switch fault {
        case .html(let status): return LegacyAnswer(page: status)
        case .empty(let status): return LegacyAnswer(status: status)
        case .soapFault(let fault): return service.answer(fault, from: origin)
        case .crossed: return service.crossed(reply, from: origin, at: now)
        case .garbageBody: answer.body = LegacyDelivery.garbage
        case .padded(let bytes):
            answer.body += Array(repeating: UInt8(ascii: "\n"), count: max(0, bytes - answer.body.count))
        case .inForm(let form): form.apply(to: &answer)
        case .delay, .hang, .reset, .cutMidBody, .garbageHead, .chunked, .closing: break
        }
        return answer
    }

    /// The identity of a call: the digest of its body.
    private static func digest(of body: [UInt8]) -> String {
        SHA256.hash(data: body).hexadecimal
    }

    /// The URL that the caller of a request knows the simulator by.
    private func location(of request: LegacyRequest) -> String {
        let host = request.fields.value(of: "Host") ?? configuration.host
        let path = request.target.prefix { $0 != "?" }
        return (configuration.tls == nil ? "http" : "https") + "://\(host)\(path)"
    }
}
