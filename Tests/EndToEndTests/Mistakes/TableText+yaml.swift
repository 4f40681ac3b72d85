/// Mistakes in the rows of YAML tables.
extension TableText {
    /// Those of `responses/patient-details.yaml`, a list for each group and row.
    var responseMistakes: [[MappingMistake]] {
        let rows = rows(startingWith: "id")
        let groups = self.rows(startingWith: "group").map(groupMistakes)
        return (groups + rows.map { rowMistakes($0, beside: rows) }).filter { !$0.isEmpty }
    }

    private func groupMistakes(_ group: Row) -> [MappingMistake] {
        let entries = value("entries", in: group) ?? ""
        let others = [
            // Somebody forgets that entries end.
            entries.replacing(",current]", with: "]").replacing("[current]", with: "[*]"),
            entries.replacing("use=usual", with: "use=nickname"),
        ]
        let coded = ["PST", "TMP", "H"].compactMap { code in
            mistake(in: group, "coded as \(code)") { $0.replacing(/as: [A-Z]+ \}/, with: "as: \(code) }") }
        }
        return others.compactMap { changing("entries", to: $0, in: group) } + coded
            + ["first", "each"].compactMap { changing("take", to: $0, in: group) }
            + ["keep", "remove"].compactMap { changing("restricted", to: $0, in: group) }
    }

    private func rowMistakes(_ row: Row, beside rows: [Row]) -> [MappingMistake] {
        let source = value("source", in: row) ?? ""
        let indexed = [("[0]", "[1]"), ("[1..]", "[0]"), ("[*]", "[0]"), ("[*]", "[1]")].compactMap { from, to in
            changing("source", to: source.replacing(from, with: to), in: row)
        }
        let neighbours = rows.filter { $0.lines != row.lines && value("in", in: $0) == value("in", in: row) }
        let taken = neighbours.compactMap { other in
            value("source", in: other).flatMap { changing("source", to: $0, in: row) }
        }
        let swapped = neighbours.compactMap { swapping("source", row, $0) }
        return indexed + taken + swapped
            + ["omit", "blank", "entry", "noAnswer"].compactMap { changing("absent", to: $0, in: row) }
            + ["text", "joined", "lines", "date", "telephone", "verbatim"].compactMap {
                changing("transform", to: $0, in: row)
            }
    }

    /// The values of a key exchanged between two rows; the mistake is named by either.
    private func swapping(_ key: String, _ one: Row, _ other: Row) -> MappingMistake? {
        guard let first = value(key, in: one), let second = value(key, in: other), first != second,
            let changed = changing(key, to: second, in: one)
        else { return nil }
        let half = TableText(file: file, text: changed.text)
        guard let whole = half.changing(key, to: first, in: other) else { return nil }
        return MappingMistake(
            file: file,
            row: changed.row,
            alsoRow: whole.row,
            about: "\(key): \(first) ⇄ \(second)",
            text: whole.text
        )
    }

    /// Those of a file of `requests/`, a list for each parameter.
    var requestMistakes: [[MappingMistake]] {
        rows(startingWith: "id").map { row in
            [("\"true\"", "\"false\""), ("\"1\"", "\"50\"")].compactMap { from, to in
                value("value", in: row) == from ? changing("value", to: to, in: row) : nil
            }
                + ["request.family", "request.given", "request.postcode", "request.nhsNumber"].compactMap {
                    changing("source", to: $0, in: row)
                }
        }
        .filter { !$0.isEmpty }
    }
}
