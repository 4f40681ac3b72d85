import Backends
import RawHTTP
import SMSPContract
import Testing

/// How much of one legacy is asked for at once, and that another does not feel it.
@Suite(.timeLimit(.minutes(10))) struct LegacyLimitTests {
    @Test("as many calls wait as may be under way; one more is told that the bridge is busy, at once")
    func queue() async throws {
        let server = RawServer { _ in .silence }
        let legacy = try TestLegacy(inFlight: 2)
        let first = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            return await withTaskGroup(of: LegacyOutcome.self) { group in
                for _ in 0..<5 { group.addTask { await endpoint.forward(.short) } }
                let first = await group.next()
                group.cancelAll()
                return first
            }
        }
        await legacy.shutDown()
        #expect(first?.failure == .busy)
        #expect(first?.diagnostics == [CallDiagnostic("legacyTransferFailed", at: "queueFull")])
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
                            // Those in the queue give up after its patience, and ask again.
                            while await stuck.forward(.short).failure == .busy, !Task.isCancelled {}
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
