import Foundation
import GRDB

/// An entry as it lies in the file.
struct StoredRow {
    let sequence: Int
    let text: [UInt8]
    let mac: [UInt8]

    /// Bytes, not text: SQLite and Swift would each repair what is not UTF-8.
    private static let columns = "SELECT sequence, CAST(text AS BLOB), CAST(mac AS BLOB) FROM entry "

    init(_ row: Row) {
        sequence = row[0]
        text = Array((row[1] as Data?) ?? Data())
        mac = Array((row[2] as Data?) ?? Data())
    }

    /// The rows that `clause` selects.
    static func fetch(_ db: Database, _ clause: String, _ arguments: StatementArguments = []) throws -> [StoredRow] {
        try Row.fetchAll(db, sql: columns + clause, arguments: arguments).map(StoredRow.init)
    }

    /// Calls `body` with each row in order, until it returns false.
    static func walk(_ db: Database, _ body: (StoredRow) throws -> Bool) throws {
        let cursor = try Row.fetchCursor(db, sql: columns + "ORDER BY sequence")
        while let row = try cursor.next() {
            guard try body(StoredRow(row)) else { return }
        }
    }
}
