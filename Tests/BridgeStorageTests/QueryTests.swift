import Bridge
import Foundation
import SMSPContract
import Synchronization
import Testing

@testable import BridgeStorage

/// Entries are found by user, message, person, site and time (SMSP-AUDIT-007).
@Suite struct QueryTests {
    private static let start = Date(timeIntervalSince1970: 1_795_000_000)

    /// The sequence numbers that a query finds among ten calls, a second apart, and an action.
    private func found(_ restrict: (inout AuditQuery) -> Void) async throws -> [Int] {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let seconds = Mutex(0)
        let journal = try file.open(now: { Self.start + Double(seconds.withLock { $0 }) })
        for number in 1...10 {
            seconds.withLock { $0 = number }
            try await journal.append(.sample(number))
        }
        try await journal.append(.action(AuditedAction(user: "op-1", action: "promote", site: "RXX")))
        var query = AuditQuery()
        restrict(&query)
        return try await journal.entries(query).map(\.sequence)
    }

    @Test("everything, the oldest first")
    func all() async throws {
        #expect(try await found { _ in } == Array(1...11))
    }

    @Test("an administrator's actions")
    func user() async throws {
        #expect(try await found { $0.user = "op-1" } == [11])
    }

    @Test("the calls of an audit identity, wherever it stands among them")
    func identity() async throws {
        #expect(try await found { $0.user = "urn:nhs-uk:identity:user:4" } == [4])
    }

    @Test(
        "a call by its MessageID, prefixes and case disregarded",
        arguments: ["", "uuid:", "urn:uuid:", "URN:UUID:"]
    )
    func message(_ prefix: String) async throws {
        #expect(try await found { $0.messageID = prefix + "00000000-0000-4000-8000-100000000006" } == [6])
    }

    @Test("a person by the token")
    func subject() async throws {
        #expect(try await found { $0.subject = "token-7" } == [7])
    }

    @Test("an operation, of calls and actions alike; the newest of one is found behind any number of others")
    func operation() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        for operation in [SMSPOperation.getNHSNumber, .verifyNHSNumber, .verifyNHSNumber, nil] {
            let run = AuditedAction(user: "op-1", action: "conform", site: "RXX", operation: operation)
            try await journal.append(.action(run))
        }
        var query = AuditQuery(limit: 1)
        (query.site, query.action) = ("RXX", "conform")
        query.operation = .getNHSNumber
        #expect(try await journal.entries(query).map(\.sequence) == [1])
        query.operation = .verifyNHSNumber
        #expect(try await journal.entries(query).map(\.sequence) == [3])
        query.operation = .getPatientDetails
        #expect(try await journal.entries(query).isEmpty)
    }

    @Test("the other services of sites since a time, each with its last call")
    func otherServices() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let seconds = Mutex(0)
        let journal = try file.open(now: { Self.start + Double(seconds.withLock { $0 }) })
        let calls = [("RXX", "old-v1-0"), ("RXX", "getCPISRecord-v1-0"), ("RYY", "getCPISRecord-v1-0"), ("RXX", nil)]
        for (second, (site, service)) in (calls + calls.dropFirst()).enumerated() {
            seconds.withLock { $0 = second }
            var call = AuditedCall()
            (call.site, call.otherService) = (site, service)
            try await journal.append(.call(call))
        }
        let found = try await journal.otherServices(since: Self.start + 1)
        #expect(
            found == [
                OtherService(site: "RXX", name: "getCPISRecord-v1-0", last: AuditTime.text(of: Self.start + 4)),
                OtherService(site: "RYY", name: "getCPISRecord-v1-0", last: AuditTime.text(of: Self.start + 5)),
            ]
        )
    }

    @Test("a site")
    func site() async throws {
        #expect(try await found { $0.site = "RXX" } == [2, 4, 6, 8, 10, 11])
    }

    @Test("a time: its beginning included, its end not")
    func time() async throws {
        let found = try await found {
            $0.from = Self.start + 3
            $0.to = Self.start + 6
        }
        #expect(found == [3, 4, 5])
    }

    @Test("several at once")
    func several() async throws {
        let found = try await found {
            $0.site = "RYY"
            $0.from = Self.start + 4
        }
        #expect(found == [5, 7, 9])
    }

    @Test("of more than the limit, the newest")
    func limit() async throws {
        #expect(try await found { $0.limit = 2 } == [10, 11])
    }
}
