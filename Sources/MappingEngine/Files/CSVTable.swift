/// A CSV file of the tables: a header of known columns, then rows of as many cells.
struct CSVTable: Sendable {
    /// A row, whose cells are found by column.
    struct Row: Sendable {
        let place: SourceLine
        private let cells: [String: String]

        fileprivate init(place: SourceLine, cells: [String: String]) {
            self.place = place
            self.cells = cells
        }

        /// The cell of a column; empty when it is blank.
        subscript(column: String) -> String { cells[column] ?? "" }

        /// A problem with the cell of `column`.
        func problem(_ column: String, _ problem: String, try suggestion: String) -> MappingProblem {
            MappingProblem(place, column, problem, got: self[column], try: suggestion)
        }

        /// The cell of `column` as one of a closed list.
        func choice<Choice>(
            _ column: String,
            of type: Choice.Type
        ) throws(MappingProblem) -> Choice where Choice: RawRepresentable<String> & CaseIterable {
            guard let choice = Choice(rawValue: self[column]) else {
                let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw problem(column, "is not known", try: "one of \(known)")
            }
            return choice
        }
    }

    let columns: [String]
    let rows: [Row]
    /// The place of the header, which a missing column is reported at.
    let header: SourceLine

    /// The table in `file`; rows that cannot be read go to `problems`.
    ///
    /// `columns` are those it must have, in this order; before them it may have columns of its own when `keyed`.
    init(
        _ file: MappingFile,
        columns expected: [String],
        keyed: Bool = false,
        problems: inout [MappingProblem]
    ) {
        header = SourceLine(file: file.name, line: 1)
        do throws(MappingProblem) {
            var records = try CSVReader.records(of: file.bytes, file: file.name)[...]
            let columns = records.popFirst()?.fields ?? []
            let ending = keyed ? Array(columns.suffix(expected.count)) : columns
            guard ending == expected, Set(columns).count == columns.count, !keyed || columns.count > expected.count
            else {
                throw MappingProblem(
                    header,
                    "header",
                    "the columns are not those of this table",
                    got: columns.joined(separator: ","),
                    try: (keyed ? "one or more key columns, then " : "") + expected.joined(separator: ",")
                )
            }
            self.columns = columns
            var rows: [Row] = []
            for record in records {
                let place = SourceLine(file: file.name, line: record.line)
                guard record.fields.count == columns.count else {
                    problems.append(
                        MappingProblem(
                            place,
                            "row",
                            "has another number of cells than the header",
                            got: String(record.fields.count),
                            try: "\(columns.count) cells; a cell that holds a comma goes in quotation marks"
                        )
                    )
                    continue
                }
                rows.append(Row(place: place, cells: Dictionary(uniqueKeysWithValues: zip(columns, record.fields))))
            }
            self.rows = rows
        } catch {
            problems.append(error)
            columns = []
            rows = []
        }
    }
}
