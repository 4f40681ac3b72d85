import Bridge
import BridgeStorage
import Foundation
import Logging
import SMSPContract
import Subprocess
import Testing

/// `audit` of the real program, beside a journal that another process writes.
@Suite struct AuditVerbTests {
    private static let number = "9990000018"

    /// A whole configuration and its journal, of one call and one action, held open while `body` runs.
    private static func withJournal(
        _ body: (ConfigurationFolder, SQLiteAuditJournal) async throws -> Void
    ) async throws {
        let folder = try ConfigurationFolder(pdsPort: 1, keys: try ApplicationKeys())
        defer { folder.remove() }
        let bytes = Array(try Data(contentsOf: folder.url.appending(path: "audit-key")))
        let journal = try SQLiteAuditJournal.open(
            path: folder.url.appending(path: "audit.sqlite").path,
            headFile: folder.url.appending(path: "audit.head").path,
            key: try #require(AuditKey(bytes)),
            logger: Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }
        )
        var call = AuditedCall()
        call.messageID = "uuid:6D4A2F1E-0000-4000-8000-000000000001"
        call.site = "RXX"
        call.operation = .verifyNHSNumber
        call.subject = journal.subject(number)
        try await journal.append(.call(call))
        try await journal.append(.action(AuditedAction(user: "op-1", action: "freeze", site: "RXX", reason: "test")))
        let path = folder.url.appending(path: "audit.sqlite").path
        let hold = try FileHold([path], by: "the test")
        defer { withExtendedLifetime(hold) {} }
        let quiet = Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }
        let socket = Task { await AuditSocketService(path: path, journal: journal, logger: quiet).run() }
        defer { socket.cancel() }
        try await body(folder, journal)
    }

    private static func audit(
        _ verb: String,
        _ folder: ConfigurationFolder,
        _ arguments: [String] = [],
        input: String = ""
    ) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(["audit", verb, "--config", folder.configuration] + arguments, input: input)
    }

    @Test("verify says that a journal is intact, its head, and what it was compared with, status 0")
    func intact() async throws {
        try await Self.withJournal { folder, journal in
            let verify = try await Self.audit("verify", folder)
            #expect(verify.status == .exited(0))
            let intact = "intact: 2 entries, head \(try #require(journal.head)); compared with the head file ("
            #expect(verify.output.hasPrefix(intact), "\(verify.output)")
        }
    }

    @Test("verify --head --json finds that an end was cut off, status 20")
    func cut() async throws {
        try await Self.withJournal { folder, _ in
            let head = "9:" + String(repeating: "ab", count: 32)
            let verify = try await Self.audit("verify", folder, ["--head", head, "--json"])
            #expect(verify.status == .exited(20))
            let found = try JSONSerialization.jsonObject(with: Data(verify.output.utf8)) as? [String: any Sendable]
            #expect(found?["kind"] as? String == "headNotFound")
            #expect(found?["sequence"] as? Int == 9)
        }
    }

    @Test("verify with another key finds no entry of it, status 20")
    func otherKey() async throws {
        try await Self.withJournal { folder, _ in
            try folder.write("audit-key", String(repeating: "another key", count: 4))
            let verify = try await Self.audit("verify", folder)
            #expect(verify.status == .exited(20))
            #expect(verify.output.contains("another key file"))
        }
    }

    @Test("query with another key is refused with file, line and what to do, status 3")
    func queryOtherKey() async throws {
        try await Self.withJournal { folder, _ in
            try folder.write("audit-key", String(repeating: "another key", count: 4))
            let query = try await Self.audit("query", folder)
            #expect(query.status == .exited(3))
            #expect(query.error.firstMatch(of: #/bridge\.yaml:[0-9]+: audit\.journal: .*key.*Try: /#) != nil)
        }
    }

    @Test("a key of fewer than 32 bytes is refused, status 3")
    func shortKey() async throws {
        try await Self.withJournal { folder, _ in
            try folder.write("audit-key", "short")
            let verify = try await Self.audit("verify", folder)
            #expect(verify.status == .exited(3))
            #expect(verify.error.contains("audit.keyFile"))
        }
    }

    @Test("query finds a patient by a number from standard input, and shows the token alone")
    func patient() async throws {
        try await Self.withJournal { folder, journal in
            let query = try await Self.audit(
                "query",
                folder,
                ["--patient-from", "-", "--json"],
                input: "{ nhsNumber: \"\(Self.number)\" }"
            )
            #expect(query.status == .exited(0))
            #expect(query.output.split(separator: "\n").count == 1)
            #expect(query.output.contains(journal.subject(Self.number)))
            #expect(!query.output.contains(Self.number))
        }
    }

    @Test("query prints each entry as a line of JSON, its members in order")
    func members() async throws {
        try await Self.withJournal { folder, _ in
            let query = try await Self.audit("query", folder, ["--user", "op-1", "--json"])
            let line = #/{"sequence":2,"time":"[^"]+Z","user":"op-1","action":"freeze","site":"RXX","reason":"test"}\n/#
            #expect(query.output.wholeMatch(of: line) != nil, "\(query.output)")
        }
    }

    @Test("a query is entered, by whom and after what, into the journal that another process has open")
    func entered() async throws {
        try await Self.withJournal { folder, journal in
            let query = try await Self.audit("query", folder, ["--site", "RXX", "--from", "2026-01-01"])
            #expect(query.status == .exited(0))
            try await journal.append(.action(AuditedAction(user: "bridge", action: "stop")))
            guard case .action(let action) = try await journal.entries(AuditQuery(limit: 2)).first?.event else {
                Issue.record("no action")
                return
            }
            #expect(action.action == "audit-query")
            #expect(action.user == NSUserName())
            #expect(action.site == "RXX")
            #expect(action.reason == "from 2026-01-01T00:00:00.000Z, limit 1000")
            let verify = try await Self.audit("verify", folder)
            #expect(verify.output.hasPrefix("intact: 4 entries"))
        }
    }

    @Test("query of a journal that was never begun is refused, and begins none")
    func notBegun() async throws {
        let folder = try ConfigurationFolder(pdsPort: 1, keys: try ApplicationKeys())
        defer { folder.remove() }
        let query = try await Self.audit("query", folder)
        #expect(query.status == .exited(3))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "audit.sqlite").path))
    }
}
