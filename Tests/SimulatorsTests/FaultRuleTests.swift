import Foundation
import JSONTree
import NHSIdentifiers
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: which calls a fault befalls")
struct FaultRuleTests {
    /// The statuses of calls for these numbers, each with its `X-Request-ID`, on one connection.
    private func statuses(_ calls: [(number: String, id: String)], port: Int) async throws -> [Int] {
        try await RawConnection.open(port: port) { connection in
            var statuses: [Int] = []
            for call in calls {
                let reply = try await connection.exchange(.patient(call.number, requestID: call.id))
                statuses.append(reply.status)
            }
            return statuses
        }
    }

    @Test("one number, and nobody else")
    func oneNumber() async throws {
        let number = try #require(NHSNumber("9990000026"))
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.unknownError(status: 502), on: .patient(number))
            let calls = ["9990000018", "9990000026", "9990000034"].map { ($0, UUID().uuidString) }
            let statuses = try await statuses(calls, port: port)
            #expect(statuses == [200, 502, 200])
            simulator.faults.clear()
            let cleared = try await self.statuses(calls, port: port)
            #expect(cleared == [200, 200, 200])
        }
    }

    @Test("the first calls")
    func first() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.unknownError(status: 503), .first(2))
            let calls = (0..<4).map { _ in ("9990000018", UUID().uuidString) }
            let statuses = try await statuses(calls, port: port)
            #expect(statuses == [503, 503, 200, 200])
        }
    }

    @Test("the first attempt of every call, so that its retry succeeds")
    func firstAttempts() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.unknownError(status: 503), .firstAttempts(1))
            let (one, other) = (UUID().uuidString, UUID().uuidString)
            let calls = [one, other, one, other.lowercased(), one].map { ("9990000018", $0) }
            let statuses = try await statuses(calls, port: port)
            #expect(statuses == [503, 503, 200, 200, 200])
        }
    }

    @Test("a share of calls is the same in every run")
    func share() async throws {
        let calls = (0..<200).map { ("9990000042", String(format: "00000000-0000-4000-8000-%012X", $0)) }
        func run(seed: UInt64) async throws -> [Int] {
            try await PDSTesting.withSimulator { simulator, port in
                simulator.faults.set(.unknownError(status: 500), .share(0.1, seed: seed))
                return try await statuses(calls, port: port)
            }
        }
        let first = try await run(seed: 7)
        let again = try await run(seed: 7)
        let otherwise = try await run(seed: 8)
        let spoilt = first.count { $0 == 500 }
        #expect(first == again)
        #expect(first != otherwise)
        #expect((8...40).contains(spoilt))
    }

    @Test("of several rules the first fault counts, delays add up")
    func several() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set([
                FaultRule(.delay(.milliseconds(60))),
                FaultRule(.unknownError(status: 500)),
                FaultRule(.unknownError(status: 504)),
                FaultRule(.delay(.milliseconds(60))),
            ])
            let start = ContinuousClock.now
            let reply = try await PDSTesting.reply(to: .patient("9990000018"), port: port)
            #expect(reply.status == 500)
            #expect(ContinuousClock.now - start >= .milliseconds(120))
        }
    }
}
