import SMSPContract

/// Holds `responses/patient-details.yaml` against the leaves of both sides and the code tables.
struct ResponseCheck {
    let table: ResponseTable
    let codes: [String: CodeTable]
    let leaves: PatientLeaves
    var problems: [MappingProblem] = []
    /// Leaves of the record, by position, that rows read at every place.
    var wholly: Set<Int> = []
    /// Leaves of the record, by position: those that rows read in some entries.
    var partly: Set<Int> = []
    /// The code tables that rows and groups use.
    var usedCodes: Set<String> = []
    /// Leaves of the record, by position, whose value is looked up in a code table or compared by a filter.
    var enforced: Set<Int> = []
    /// Those of them by which entries are told apart: an entry without one cannot be placed.
    var selecting: Set<Int> = []
    /// The kind of entry of each group.
    var entries: [String: PatientLeaves.Resolution] = [:]

    /// The outcome of the check.
    init(_ table: ResponseTable, codes: [String: CodeTable], leaves: PatientLeaves) {
        self.table = table
        self.codes = codes
        self.leaves = leaves
        checkIDs()
        for group in table.groups { check(group) }
        for row in table.rows { check(row) }
        checkTargets()
        checkClosedLists()
        for group in table.groups { checkPart(of: group) }
    }

    mutating func checkIDs() {
        var places: [String: SourceLine] = [:]
        for (id, place) in table.groups.map({ ($0.id, $0.place) }) + table.rows.map({ ($0.id, $0.place) }) {
            if let other = places.updateValue(place, forKey: id) {
                add(place, "id", "is also the id of line \(other.line)", got: id, try: "another id")
            }
        }
    }

    /// Every leaf of the answer has one row.
    mutating func checkTargets() {
        for leaf in SMSPLeaf.allCases {
            let rows = table.rows.filter { $0.target == leaf }
            if leaf == .validIdentifier {
                for row in rows {
                    add(row.place, "target", "is made by code", got: leaf.rawValue, try: "the row taken out")
                }
                continue
            }
            guard let first = rows.first else {
                let place = table.rows.last?.place ?? SourceLine(file: "responses/patient-details.yaml", line: 1)
                add(place, "rows", "no row has the target \(leaf.rawValue)", try: "a row for it")
                continue
            }
            for row in rows.dropFirst() {
                add(
                    row.place,
                    "target",
                    "has a row already, in line \(first.place.line)",
                    got: leaf.rawValue,
                    try: "one row"
                )
            }
        }
    }

    mutating func check(_ group: EntryGroup) {
        guard group.entries.root == .patient else {
            return add(
                group.place,
                "entries",
                "does not begin at the record",
                got: "\(group.entries)",
                try: "patient.…"
            )
        }
        guard let entry = resolve(group.entries, from: PatientLeaves.root, at: group.place, key: "entries") else {
            return
        }
        entries[group.id] = entry
        wholly.formUnion(entry.filterLeaves)
        enforced.formUnion(entry.comparedLeaves)
        selecting.formUnion(entry.comparedLeaves)
        if let coded = group.coded { check(coded, of: group, entry: entry) }
        if let code = group.practiceCode, let leaf = leaf(code, from: entry.node, at: group.place, key: "practice") {
            partly.insert(leaf)
        }
        if group.profileSwitch == .names {
            add(group.place, "switch", "is a switch of rows", got: "names", try: "severalCurrent, or no switch")
        }
        if group.profileSwitch == .severalCurrent, group.take != .first {
            let suggestion = "take: first, or no switch"
            add(group.place, "switch", "chooses nothing here", got: "severalCurrent", try: suggestion)
        }
    }

    /// A group fills one part of the answer, as often as the part may occur, and discloses no location.
    mutating func checkPart(of group: EntryGroup) {
        let parts = Set(table.rows.filter { $0.group == group.id }.map(\.target.part))
        guard parts.count == 1, let part = parts.first else {
            let problem = parts.isEmpty ? "has no rows" : "has rows of more than one part of the answer"
            return add(
                group.place,
                "group",
                problem,
                got: group.id,
                try: "a group for each part, with the rows of the part"
            )
        }
        if (group.take == .each) != (part == .telecom) {
            let fitting = part == .telecom ? "each" : "first or latest"
            add(group.place, "take", "does not fit what the answer can hold", got: group.take.rawValue, try: fitting)
        }
        if part.tellsLocation, group.whenRestricted != .remove {
            add(
                group.place,
                "restricted",
                "keeps what tells where a restricted person is",
                got: "keep",
                try: "remove"
            )
        }
        if (group.practiceCode != nil) != (part == .practice) {
            add(
                group.place,
                "practice",
                "goes with the rows of gPPractice, and only with them",
                try: "the path of the code there"
            )
        }
        for row in table.rows where row.target.part == part && row.group != group.id {
            let suggestion = "in: \(group.id)"
            add(
                row.place,
                "in",
                "fills \(row.target.rawValue) from elsewhere than its neighbours",
                got: row.group,
                try: suggestion
            )
        }
    }

    mutating func resolve(
        _ path: PathExpression,
        from start: Int,
        at place: SourceLine,
        key: String
    ) -> PatientLeaves.Resolution? {
        do throws(PathError) {
            return try leaves.resolve(path.steps, from: start)
        } catch {
            add(place, key, error.problem, got: "\(path)", try: error.suggestion)
            return nil
        }
    }

    mutating func leaf(_ path: PathExpression, from start: Int, at place: SourceLine, key: String) -> Int? {
        guard let found = resolve(path, from: start, at: place, key: key) else { return nil }
        do throws(PathError) {
            return try leaves.leaf(at: found.node, of: path)
        } catch {
            add(place, key, error.problem, got: "\(path)", try: error.suggestion)
            return nil
        }
    }

    func known(_ names: some Sequence<String>) -> String {
        "one of " + Set(names).sorted().joined(separator: ", ")
    }

    mutating func add(_ place: SourceLine, _ key: String, _ problem: String, got: String? = nil, try suggestion: String)
    {
        problems.append(MappingProblem(place, key, problem, got: got, try: suggestion))
    }
}
