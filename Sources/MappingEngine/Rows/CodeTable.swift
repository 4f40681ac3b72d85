/// A table of `codes/`: what a code of PDS, or a pair of codes, is in an SMSP answer.
struct CodeTable: Sendable {
    /// The degree to which a target is equivalent to its source.
    ///
    /// - SeeAlso: FHIR R4, code system ConceptMapEquivalence.
    enum Equivalence: String, Sendable, CaseIterable {
        case equivalent, wider, narrower, inexact, unmatched
    }

    /// The meaning of a code.
    enum Translation: Sendable, Equatable {
        /// The code of the SMSP answer.
        case target(String)
        /// Left out on purpose: the table has the source and no target for it.
        case unmatched
        /// The table does not have the source.
        case unknown
    }

    /// A row of the table.
    struct Row: Sendable {
        let place: SourceLine
        /// The codes of PDS, one a key column; an empty one is an absent element.
        let sources: [String]
        /// The code of the SMSP answer; nil when the source is left out.
        let target: String?
    }

    /// The file's name without folder and ending, by which rows name the table.
    let name: String
    /// The place of what is missing.
    let header: SourceLine
    /// The key columns, named `source` or for the elements that they are the codes of.
    let keys: [String]
    let rows: [Row]
    private let translations: [[String]: Translation]

    /// The table in `file`.
    init(_ name: String, _ file: MappingFile, problems: inout [MappingProblem]) {
        let ending = ["target", "equivalence", "note"]
        let table = CSVTable(file, columns: ending, keyed: true, problems: &problems)
        let keys = Array(table.columns.dropLast(ending.count))
        var rows: [Row] = []
        var translations: [[String]: Translation] = [:]
        for row in table.rows {
            let sources = keys.map { row[$0] }
            let target = row["target"].isEmpty ? nil : row["target"]
            do throws(MappingProblem) {
                let equivalence = try row.choice("equivalence", of: Equivalence.self)
                guard (target == nil) == (equivalence == .unmatched) else {
                    throw row.problem(
                        "equivalence",
                        "does not fit the target",
                        try: "unmatched where the target is blank, and only there"
                    )
                }
                guard translations[sources] == nil else {
                    throw row.problem(keys[0], "is translated twice", try: "one of the two rows taken out")
                }
            } catch {
                problems.append(error)
                continue
            }
            translations[sources] = target.map { .target($0) } ?? .unmatched
            rows.append(Row(place: row.place, sources: sources, target: target))
        }
        self.name = name
        self.header = table.header
        self.keys = keys
        self.rows = rows
        self.translations = translations
    }

    /// The meaning of the codes in `sources`, one for each key column.
    func translation(of sources: [String]) -> Translation {
        translations[sources] ?? .unknown
    }

    /// The table read backwards: the one code of PDS that means `target`; nil if none or several do.
    func source(of target: String) -> String? {
        let rows = rows.filter { $0.target == target }
        guard rows.count == 1, rows[0].sources.count == 1 else { return nil }
        return rows[0].sources[0]
    }
}
