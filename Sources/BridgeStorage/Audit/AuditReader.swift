import Bridge
import Foundation
import GRDB
import SMSPContract

/// Reads a journal's file, on a connection that can neither write nor move the write-ahead log into it.
struct AuditReader: Sendable {
    let path: String

    /// Runs `body` on one snapshot of the journal; the thread waits.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try DatabaseQueue(path: path, configuration: Self.configuration).read(body)
    }

    /// Runs `use`, whose failures are an unavailability of the journal.
    func showingFailures<Value>(_ use: (AuditReader) async throws -> Value) async throws(AuditUnavailable) -> Value {
        do {
            return try await use(self)
        } catch is DecodingError {
            throw AuditUnavailable("an entry cannot be read; see audit verify")
        } catch {
            throw AuditUnavailable(AuditDatabase.reason(error))
        }
    }

    /// The entries that fit, the oldest first.
    func entries(_ query: AuditQuery) async throws -> [AuditEntry] {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        let (clause, arguments) = Self.selection(query)
        return try await queue.read { db in
            try StoredRow.fetch(db, clause, arguments).reversed().map { try AuditEntry(json: Data($0.text)) }
        }
    }

    /// The services other than the operations that were called since `time`, by site and name.
    func otherServices(since time: Date) async throws -> [OtherService] {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        let from = AuditTime.text(notBefore: time)
        return try await queue.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT site, \(AuditSchema.service) AS service, max(time) FROM entry
                    WHERE \(AuditSchema.service) IS NOT NULL AND site IS NOT NULL AND time >= ?
                    GROUP BY site, service ORDER BY site, service
                    """,
                arguments: [from]
            )
            return rows.map { OtherService(site: $0[0], name: $0[1], last: $0[2]) }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "audit reader"
        return configuration
    }

    /// The rest of the statement behind the columns: the newest matching entries, newest first.
    private static func selection(_ query: AuditQuery) -> (clause: String, arguments: StatementArguments) {
        var conditions = ["TRUE"]
        var arguments = StatementArguments()
        func restrict(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        restrict("message = " + AuditSchema.messageID("?"), query.messageID)
        restrict("subject = ?", query.subject)
        restrict("site = ?", query.site)
        restrict("text ->> '$.operation' = ?", query.operation?.rawValue)
        restrict("text ->> '$.action' = ?", query.action)
        restrict("time >= ?", query.from.map(AuditTime.text(notBefore:)))
        restrict("time < ?", query.to.map(AuditTime.text(notBefore:)))
        if let user = query.user {
            conditions.append(
                """
                (user = ? OR EXISTS \
                (SELECT 1 FROM json_each(text, '$.auditIdentities') AS identity WHERE identity.value ->> '$.uri' = ?))
                """
            )
            arguments += [user, user]
        }
        arguments += [max(0, query.limit)]
        return ("WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT ?", arguments)
    }
}
