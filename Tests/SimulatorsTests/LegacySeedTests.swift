import Foundation
import RawHTTP
import SMSPContract
import Simulators
import Testing

@Suite("Legacy simulator: answers from a seed")
struct LegacySeedTests {
    /// The whole replies to calls, each on a connection of its own and all at once where `atOnce`.
    private func replies(to calls: [LegacyCall], seed: UInt64?, atOnce: Bool = false) async throws -> [[UInt8]] {
        var configuration = try LegacyTesting.configuration(seed: seed)
        configuration.responseHeader = .rich
        return try await LegacyTesting.withSimulator(configuration) { _, port in
            @Sendable func bytes(of call: LegacyCall) async throws -> [UInt8] {
                try await RawConnection.open(port: port) { connection in
                    try await connection.send(call.bytes)
                    return try await connection.until("</soap:Envelope>")
                }
            }
            guard atOnce else {
                var replies: [[UInt8]] = []
                for call in calls { replies.append(try await bytes(of: call)) }
                return replies
            }
            return try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for (index, call) in calls.enumerated() { group.addTask { (index, try await bytes(of: call)) } }
                return try await group.reduce(into: Array(repeating: [], count: calls.count)) { $0[$1.0] = $1.1 }
            }
        }
    }

    private let calls = Result {
        [
            try LegacyCall(number: "9990000018", born: "19610409"),
            try LegacyCall(.verifyNHSNumber, number: "9990000018", born: "19610409"),
            try LegacyCall(number: "9990000026", born: "19740115"),
            try LegacyCall(number: "9990000026", born: "19740116"),
        ]
    }

    @Test("the same requests get the same bytes, in another order, at once and from another simulator")
    func same() async throws {
        let calls = try calls.get()
        let first = try await replies(to: calls, seed: 42)
        let backwards = try await replies(to: calls.reversed(), seed: 42)
        let atOnce = try await replies(to: calls + calls, seed: 42, atOnce: true)
        #expect(first == backwards.reversed())
        #expect(atOnce == first + first)
    }

    @Test("another seed, another request or no seed make other ids")
    func others() async throws {
        let calls = Array(try calls.get().prefix(1))
        let first = try await replies(to: calls, seed: 42)
        #expect(try await replies(to: calls, seed: 43) != first)
        let random = try await replies(to: calls, seed: nil)
        #expect(try await replies(to: calls, seed: nil) != random)
    }

    @Test("every id of an answer is a UUID of its own, and the rich header relates to the request")
    func ids() async throws {
        let text = String(decoding: try await replies(to: calls.get(), seed: 42).joined(), as: UTF8.self)
        let ids = text.matches(of: /[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}/).map(\.output)
        let related = ids.filter { $0 == "6C1D7A52-3F0E-4C0B-9D0A-2B6F5B7C9E10" }
        // MessageID, tracking id, and the payload's own in three places; RelatesTo is the request's.
        #expect(ids.count == 4 * 6)
        #expect(Set(ids).count == 4 * 3 + 1)
        #expect(related.count == 4)
    }
}
