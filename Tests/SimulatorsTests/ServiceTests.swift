import JSONTree
import Logging
import RawHTTP
import ServiceLifecycle
import Simulators
import Testing

@Suite("PDS simulator: start and stop", .timeLimit(.minutes(10)))
struct ServiceTests {
    @Test("a port that is taken is told to who waits for it")
    func portTaken() async throws {
        try await PDSTesting.withSimulator { _, port in
            var configuration = PDSConfiguration()
            configuration.port = port
            let second = PDSSimulator(people: try PDSTesting.people.get(), configuration: configuration)
            await #expect(throws: (any Error).self) {
                try await second.whileRunning { _ in Issue.record("two simulators share a port") }
            }
        }
    }

    @Test("a graceful stop lets the answer under way finish", .timeLimit(.minutes(10)))
    func gracefulStop() async throws {
        let simulator = PDSSimulator(people: try PDSTesting.people.get())
        let group = ServiceGroup(services: [simulator], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await simulator.port
            simulator.faults.set(.slowBody(.milliseconds(300)))
            try await RawConnection.open(port: port) { connection in
                try await connection.send(.patient("9990000018"))
                while simulator.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
                await group.triggerGracefulShutdown()
                let reply = try await connection.answer()
                #expect(reply.json["id"] == .string("9990000018"))
            }
            try await tasks.waitForAll()
        }
    }
}
