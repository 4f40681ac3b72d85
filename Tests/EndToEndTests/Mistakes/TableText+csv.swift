/// Mistakes in the rows of CSV tables.
extension TableText {
    private var header: [Substring] { lines[0].split(separator: ",", omittingEmptySubsequences: false) }

    private var csvRows: [Row] {
        lines.indices.dropFirst().filter { !lines[$0].isEmpty }.map { Row(lines: $0..<$0 + 1) }
    }

    private func cells(_ row: Row) -> [Substring] {
        lines[row.lines.lowerBound].split(separator: ",", omittingEmptySubsequences: false)
    }

    /// The mistake of other cells in a row; nil when there is none to change.
    private func changing(_ row: Row, _ values: [(column: String, value: String)]) -> MappingMistake? {
        var changed = cells(row)
        for (column, value) in values {
            guard let place = header.firstIndex(of: Substring(column)), changed.indices.contains(place) else {
                return nil
            }
            changed[place] = Substring(value)
        }
        let key = cells(row).prefix(6).joined(separator: ",")
        let about =
            "\(key): \(values.map { "\($0.column) \($0.value.isEmpty ? "blank" : $0.value)" }.joined(separator: ", "))"
        return mistake(in: row, about) { _ in changed.joined(separator: ",") }
    }

    /// Those of a file of `codes/`, a list for each code.
    var codeMistakes: [[MappingMistake]] {
        guard let target = header.firstIndex(of: "target") else { return [] }
        let targets = Set(csvRows.map { String(cells($0)[target]) }).sorted()
        return csvRows.map { row in
            targets.filter { $0 != cells(row)[target] }.compactMap { other in
                changing(row, [("target", other), ("equivalence", other.isEmpty ? "unmatched" : "equivalent")])
            }
            .map { $0.ofWholeTable(lines.count) }
        }
    }

    /// Those of `outcomes.csv`, a list for each row: another answer.
    var outcomeMistakes: [[MappingMistake]] {
        let answers = [
            "SMSP-0000", "SMSP-0001", "SMSP-0002", "DEMOG-0001", "DEMOG-0007", "DEMOG-0022", "DEMOG-0040", "superseded",
        ]
        return csvRows.map { row in
            answers.compactMap { answer in
                let isFull = answer == "SMSP-0000" || answer == "superseded"
                return changing(row, [("answer", answer), ("payload", isFull ? "full" : "none")])
            }
        }
    }
}

extension MappingMistake {
    fileprivate func ofWholeTable(_ count: Int) -> MappingMistake {
        MappingMistake(file: file, row: 1...count, about: about, text: text)
    }
}
