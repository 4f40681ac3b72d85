import NHSIdentifiers

/// The hazards that tables point to: `docs/hazards.csv`.
public struct HazardRegister: Sendable {
    /// The ids.
    public let ids: Set<String>
    /// The file.
    let file: String

    /// Loads the register.
    ///
    /// - Throws: a file that cannot be read, other columns than its own, an id that is blank or occurs twice.
    public static func load(file: String) throws(MappingProblems) -> HazardRegister {
        let place = SourceLine(file: file, line: 1)
        guard let data = try? OrdinaryFile(file, limit: 1 << 20).bytes else {
            throw MappingProblems([MappingProblem(place, "file", "cannot be read", try: "docs/hazards.csv")])
        }
        var problems: [MappingProblem] = []
        let columns = ["id", "hazard", "cause", "effect", "control", "test"]
        let table = CSVTable(MappingFile(name: file, bytes: Array(data)), columns: columns, problems: &problems)
        var ids: Set<String> = []
        for row in table.rows {
            if row["id"].isEmpty || !ids.insert(row["id"]).inserted {
                problems.append(row.problem("id", "is blank or occurs twice", try: "an id of its own"))
            }
        }
        guard problems.isEmpty else { throw MappingProblems(problems) }
        return HazardRegister(ids: ids, file: file)
    }

    /// The ids among `named` that the register does not have.
    func problems(with named: [(id: String, place: SourceLine)]) -> [MappingProblem] {
        named.filter { !ids.contains($0.id) }.map { hazard in
            let known = ids.sorted().joined(separator: ", ")
            return MappingProblem(hazard.place, "hazards", "is not in \(file)", got: hazard.id, try: "one of \(known)")
        }
    }
}
