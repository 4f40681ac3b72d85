import Foundation

/// The table of targets in docs/architecture.md.
struct TargetTable {
    /// What a row says of one target.
    struct Row {
        let layer: Int
        /// The targets of our own that it imports; nil where the row says "all".
        let imports: Set<String>?
    }

    let rows: [String: Row]

    /// Reads the rows of a page that begin with a number.
    init(_ page: String) {
        var rows: [String: Row] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 5, let layer = Int(cells[1]) else { continue }
            let imports = cells[4] == "all" ? nil : Set(cells[4].matches(of: /[A-Za-z0-9]+/).map { String($0.0) })
            for target in cells[2].matches(of: /`([A-Za-z0-9-]+)`/) {
                rows[String(target.1)] = Row(layer: layer, imports: imports)
            }
        }
        self.rows = rows
    }
}
