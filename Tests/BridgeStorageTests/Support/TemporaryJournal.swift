import Bridge
import Foundation
import GRDB
import Logging
import SMSPContract
import Synchronization

@testable import BridgeStorage

/// A journal in a temporary folder of its own.
struct TemporaryJournal {
    let folder: URL

    var path: String { folder.appending(path: "audit.sqlite").path }

    var headFile: String { folder.appending(path: "audit.head").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A journal in a folder that is there.
    init(in folder: URL) { self.folder = folder }

    /// The key that a byte, repeated, makes.
    static func key(_ byte: UInt8 = 7) throws -> AuditKey {
        guard let key = AuditKey([UInt8](repeating: byte, count: AuditKey.minimumBytes)) else {
            throw CocoaError(.coderInvalidValue)
        }
        return key
    }

    /// Opens it; retries soon after a write that failed.
    func open(
        key: UInt8 = 7,
        limits: AuditJournalLimits = AuditJournalLimits(),
        now: @escaping @Sendable () -> Date = { .now },
        logger: Logger = Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }
    ) throws -> SQLiteAuditJournal {
        try SQLiteAuditJournal.open(
            path: path,
            headFile: headFile,
            key: Self.key(key),
            limits: limits,
            now: now,
            logger: logger
        )
    }

    /// Writes `count` calls to it and closes it; the head then.
    @discardableResult
    func filled(_ count: Int, key: UInt8 = 7) async throws -> AuditHead? {
        let journal = try open(key: key)
        await journal.whileOpen { for number in 0..<count { journal.enqueue(.sample(number)) } }
        return journal.head
    }

    func verify(key: UInt8 = 7, known: AuditHead? = nil) throws -> AuditVerification {
        try AuditVerification.run(path: path, key: Self.key(key), known: [known].compactMap(\.self))
    }

    func inspect(key: UInt8 = 7, given: AuditHead? = nil) throws -> AuditInspection {
        try AuditInspection.run(path: path, headFile: headFile, key: Self.key(key), given: given)
    }

    /// A connection of somebody else's, who waits while another one is busy with the file.
    func connection() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Does to the file what somebody with an SQLite shell could, the triggers being put aside meanwhile.
    func tamper(_ body: (Database) throws -> Void) throws {
        try connection().write { db in
            let triggers = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try body(db)
            for trigger in triggers { try db.execute(sql: trigger["sql"]) }
        }
    }

    /// What one column of one row holds.
    func count(_ sql: String = "SELECT count(*) FROM entry") throws -> Int? {
        try connection().read { try Int.fetchOne($0, sql: sql) }
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }
}

extension AuditEvent {
    /// A call that differs from those of other numbers in every id.
    static func sample(_ number: Int) -> AuditEvent {
        var call = AuditedCall()
        call.messageID = "uuid:00000000-0000-4000-8000-" + String(number + 100_000_000_000)
        call.auditIdentities = [
            AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX"),
            AuditIdentity(type: "1.2.826.0.1285.0.2.0.107", uri: "urn:nhs-uk:identity:user:\(number)"),
        ]
        call.site = number.isMultiple(of: 2) ? "RXX" : "RYY"
        call.operation = .verifyNHSNumber
        call.backend = .fhir
        call.fhirRequestIDs = ["request-\(number)"]
        call.code = "SMSP-0000"
        call.latencyMilliseconds = number
        call.mappingHash = "hash"
        call.subject = "token-\(number)"
        return .call(call)
    }
}

/// Holds up the connection that writes until it is released.
final class Hold: Sendable {
    private let released = DispatchSemaphore(value: 0)

    init(_ journal: SQLiteAuditJournal) {
        journal.database.queue.asyncWriteWithoutTransaction { [released] _ in released.wait() }
    }

    func release() { released.signal() }
}

/// Waits until `condition` holds, for at most a minute.
func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<3000 {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}
