/// Holds the leaves of a PDS record against what rows read and what is dropped: every leaf has its place.
///
/// A leaf is read at every place, dropped at every place, or read in some entries and declared as left out of
/// the others.
struct TotalityCheck {
    let problems: [MappingProblem]
    /// Leaves of the record that rows read, wholly or partly.
    let mappedCount: Int
    /// Leaves of the record that are dropped at every place.
    let droppedCount: Int

    /// The outcome of the check; `wholly` and `partly` are the leaves that rows read, by position.
    init(_ leaves: PatientLeaves, wholly: Set<Int>, partly: Set<Int>, dropped: DroppedLeaves) {
        let mapped = wholly.union(partly)
        let inPart = partly.subtracting(wholly)
        var declared = Declared(leaves)
        for entry in dropped.dropped {
            declared.add(entry, where: { !mapped.contains($0) }, otherwise: "is read by rows as well")
        }
        droppedCount = declared.places.count
        for entry in dropped.partly {
            declared.add(entry, where: inPart.contains, otherwise: "is not read by rows in some entries only")
        }
        mappedCount = mapped.count
        let unaccounted = leaves.leaves.enumerated().filter { position, _ in
            declared.places[position] == nil && !wholly.contains(position)
        }
        problems =
            declared.problems
            + unaccounted.map { position, leaf in
                let problem =
                    inPart.contains(position) ? "is read in some entries only" : "is neither read by a row nor dropped"
                let suggestion = inPart.contains(position) ? "an entry of partly" : "a row, or an entry of dropped"
                return MappingProblem(leaf.place, "leaf", problem, got: leaf.path, try: "\(suggestion) in dropped.yaml")
            }
    }

    /// The leaves that `dropped.yaml` has named so far.
    private struct Declared {
        let positions: [String: Int]
        var places: [Int: SourceLine] = [:]
        var problems: [MappingProblem] = []

        init(_ leaves: PatientLeaves) {
            let pairs = leaves.leaves.enumerated().map { ($1.path, $0) }
            positions = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }

        mutating func add(_ entry: DroppedLeaves.Entry, where fits: (Int) -> Bool, otherwise problem: String) {
            for (path, place) in entry.leaves {
                guard let leaf = positions[path] else {
                    let suggestion = "a leaf as that table writes it"
                    problems.append(
                        MappingProblem(place, "leaves", "is no leaf of patient-leaves.csv", got: path, try: suggestion)
                    )
                    continue
                }
                if let other = places.updateValue(place, forKey: leaf) {
                    let twice = "is in line \(other.line) too"
                    problems.append(MappingProblem(place, "leaves", twice, got: path, try: "one of the two taken out"))
                }
                if !fits(leaf) {
                    let suggestion = "the leaf in the other list of the file, or taken out"
                    problems.append(MappingProblem(place, "leaves", problem, got: path, try: suggestion))
                }
            }
        }
    }
}
