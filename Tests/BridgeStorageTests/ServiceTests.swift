import Bridge
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import BridgeStorage

/// The journal as a service: its head goes to the log, and stopping writes what is queued.
@Suite struct ServiceTests {
    @Test("the head is logged again and again, and the last one when it stops", .timeLimit(.minutes(10)))
    func head() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let log = HeadLog()
        var limits = AuditJournalLimits()
        limits.headInterval = .milliseconds(20)
        let journal = try file.open(limits: limits, logger: Logger(label: "audit") { _ in log })
        try await journal.append(.sample(1))
        let quiet = Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [journal], logger: quiet)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            #expect(try await eventually { log.heads.count >= 2 })
            for number in 2...500 { journal.enqueue(.sample(number)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(log.heads.last == journal.head?.description)
        #expect(journal.head?.sequence == 500)
        #expect(try file.verify(known: log.heads.last.flatMap(AuditHead.init)) != .intact(entries: 0, head: nil))
    }
}

/// Keeps the heads that were logged.
private struct HeadLog: LogHandler {
    private final class Lines: Sendable {
        let heads = Mutex<[String]>([])
    }

    private let lines = Lines()
    var heads: [String] { lines.heads.withLock { $0 } }
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        guard event.message == "audit head", case .string(let head) = event.metadata?["head"] else { return }
        lines.heads.withLock { $0.append(head) }
    }
}
