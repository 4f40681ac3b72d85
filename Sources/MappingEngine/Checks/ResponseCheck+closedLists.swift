import SMSPContract

extension ResponseCheck {
    /// No value that is not on the closed list of its leaf gets into an answer (D67).
    ///
    /// 1. A leaf that a code table or a filter looks at has a closed list, so that any other value is reported.
    /// 2. A leaf with a closed list is read through a code table, never as it is.
    /// 3. A value with a `system` beside it is read only where that system is looked at too: the value of another system
    ///    is another thing.
    mutating func checkClosedLists() {
        for position in enforced.sorted() where leaves.leaves[position].closed == nil {
            let leaf = leaves.leaves[position]
            let problem = "is looked at by a code table or a filter and has no closed list"
            add(leaf.place, "values", problem, got: leaf.path, try: "closed, or the values themselves")
        }
        let positions = Dictionary(
            leaves.leaves.enumerated().map { ($1.path, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for (row, position) in readAsTheyAre {
            let path = leaves.leaves[position].path
            if leaves.leaves[position].closed != nil {
                let problem = "reads a leaf with a closed list without a code table"
                add(row.place, "source", problem, got: path, try: "the transform code")
            }
            let system = path.split(separator: ".").dropLast().joined(separator: ".") + ".system"
            if let system = positions[system], !enforced.contains(system) {
                let problem = "reads a value whatever its system is"
                let suggestion = "entries of one system: […, system=…]"
                add(row.place, "source", problem, got: path, try: suggestion)
            }
        }
    }

    /// The leaves of the record that rows read, except through a code table.
    private var readAsTheyAre: [(row: ResponseRow, leaf: Int)] {
        table.rows.flatMap { row -> [(ResponseRow, Int)] in
            let start = row.group.map { id in entries[id]?.node } ?? PatientLeaves.root
            guard let start else { return [] }
            // The first source of `telecom` is the key of its code table.
            let sources = row.transform == .code ? [] : row.sources.dropFirst(row.transform == .telecom ? 1 : 0)
            return sources.compactMap { path in
                guard path.root == nil || path.root == .patient,
                    let found = try? leaves.resolve(path.steps, from: start),
                    let leaf = try? leaves.leaf(at: found.node, of: path)
                else { return nil }
                return (row, leaf)
            }
        }
    }
}
