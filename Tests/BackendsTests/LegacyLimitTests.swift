import Backends
import RawHTTP
import SMSPContract
import Testing

/// How much of one legacy is asked for at once, and that another does not feel it.
@Suite(.timeLimit(.minutes(10))) struct LegacyLimitTests {
    @Test("no call is refused for being one of many: each has its turn")
    func queue() async throws {
        let server = RawServer { _ in .sendLater(.milliseconds(20), RawServer.answer()) }
        let legacy = try TestLegacy(inFlight: 2)
        let statuses = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            return await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<50 { group.addTask { await endpoint.forward(.short).answer?.status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        await legacy.shutDown()
        #expect(statuses == Array(repeating: 200, count: 50))
    }

    @Test("a call has the whole timeout from its turn on, however long it waited before")
    func wholeTimeout() async throws {
        let server = RawServer { _ in .sendLater(.seconds(2), RawServer.answer()) }
        let legacy = try TestLegacy(inFlight: 1)
        let outcomes = try await server.run { port in
            let endpoint = legacy.endpoint(port, timeout: .milliseconds(3300))
            return await withTaskGroup(of: LegacyOutcome.self) { group in
                for _ in 0..<2 { group.addTask { await endpoint.forward(.short) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        await legacy.shutDown()
        #expect(outcomes.map { $0.answer?.status } == [200, 200])
        #expect(outcomes.allSatisfy { $0.latency.map { $0 < .milliseconds(3300) } ?? false })
    }

    @Test("a call whose turn does not come in time is told that the bridge is busy, and was not sent")
    func turnTooLate() async throws {
        let server = RawServer { _ in .silence }
        let legacy = try TestLegacy(inFlight: 1)
        let outcome = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = await endpoint.forward(.short) }
                while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                let outcome = await endpoint.forward(.short, latestTurn: .now + .milliseconds(50))
                group.cancelAll()
                return outcome
            }
        }
        await legacy.shutDown()
        #expect(outcome.failure == .busy)
        #expect(outcome.diagnostics == [CallDiagnostic("legacyTransferFailed", at: "turnTooLate")])
        #expect(outcome.latency == nil)
        #expect(server.requests.count == 1)
    }

    @Test("a call for which the quota has no room in time is told that the bridge is busy, and opens no breaker")
    func quota() async throws {
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy(requestsPerSecond: 0.01)
        let breaker = Breaker(BreakerConfiguration(failures: 1))
        let outcomes = try await server.run { port in
            let endpoint = legacy.endpoint(port, breaker: breaker)
            return [await endpoint.forward(.short), await endpoint.forward(.short)]
        }
        await legacy.shutDown()
        #expect(outcomes.map(\.failure) == [nil, .busy])
        #expect(outcomes[1].diagnostics == [CallDiagnostic("legacyQuotaSpent")])
        #expect(breaker.state == .closed)
        #expect(server.requests.count == 1)
    }

    @Test("a legacy that hangs delays no call to another")
    func bulkhead() async throws {
        let (hanging, healthy) = (RawServer { _ in .silence }, RawServer { _ in .send(RawServer.answer()) })
        let (slow, fast) = (try TestLegacy(inFlight: 16), try TestLegacy(inFlight: 16))
        let ended = Tally()
        let (statuses, endedMeanwhile) = try await hanging.run { slowPort in
            try await healthy.run { fastPort in
                let (stuck, free) = (slow.endpoint(slowPort), fast.endpoint(fastPort))
                return try await withThrowingTaskGroup { group in
                    for _ in 0..<32 {
                        group.addTask {
                            _ = await stuck.forward(.short)
                            ended.add()
                        }
                    }
                    while hanging.requests.count < 16 { try await Task.sleep(for: .milliseconds(10)) }
                    var statuses: Set<Int?> = []
                    for _ in 0..<200 { statuses.insert(await free.forward(.short).answer?.status) }
                    let endedMeanwhile = ended.count
                    group.cancelAll()
                    return (statuses, endedMeanwhile)
                }
            }
        }
        await slow.shutDown()
        await fast.shutDown()
        #expect(statuses == [200])
        #expect(endedMeanwhile == 0)
    }
}
