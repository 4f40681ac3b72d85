import SMSPContract

extension ResponseCheck {
    /// The values that a path of a row reads.
    enum RowSource {
        /// A leaf of the record, by position.
        case record(Int)
        /// The request or the practice file.
        case elsewhere
    }

    mutating func check(_ row: ResponseRow) {
        checkRules(of: row)
        checkTransform(of: row)
        let group = row.group.flatMap { id in table.groups.first { $0.id == id } }
        if let id = row.group, group == nil {
            return add(row.place, "in", "is no group", got: id, try: known(table.groups.map(\.id)))
        }
        let found = row.sources.compactMap { check($0, of: row, in: group) }
        if found.count == row.sources.count { checkCodes(of: row, read: found) }
    }

    private mutating func checkRules(of row: ResponseRow) {
        if (row.group == nil) != (row.target.part == .patient) {
            let suggestion = row.group == nil ? "in: and the id of its group" : "no in"
            add(row.place, "in", "does not fit the target", got: row.group ?? "none", try: suggestion)
        }
        if !row.target.absentRules.contains(row.absent) {
            let allowed = known(row.target.absentRules.map(\.rawValue))
            add(
                row.place,
                "absent",
                "cannot be the rule of \(row.target.rawValue)",
                got: row.absent.rawValue,
                try: allowed
            )
        }
        if let chosen = row.profileSwitch, chosen != .names || row.target.part != .name {
            add(row.place, "switch", "does nothing here", got: chosen.rawValue, try: "names, on a row of the name")
        }
    }

    private mutating func checkTransform(of row: ResponseRow) {
        let transform = row.transform
        if transform.makes != row.target.takes {
            let fitting = known(Transform.allCases.filter { $0.makes == row.target.takes }.map(\.rawValue))
            add(row.place, "transform", "makes no \(row.target.takes.rawValue)", got: transform.rawValue, try: fitting)
        }
        if let count = transform.sourceCount, row.sources.count != count {
            let got = String(row.sources.count)
            add(
                row.place,
                "source",
                "is another number of paths than \(transform.rawValue) reads",
                got: got,
                try: "\(count)"
            )
        }
        if transform.needsCodes != (row.codes != nil) {
            let suggestion = transform.needsCodes ? "a table of codes/" : "no codes"
            add(row.place, "codes", "does not fit the transform", got: row.codes ?? "none", try: suggestion)
        }
    }

    /// The values that one path of a row reads; nil if the path is invalid.
    private mutating func check(_ path: PathExpression, of row: ResponseRow, in group: EntryGroup?) -> RowSource? {
        switch path.root {
        case .request:
            guard RequestPart(path) == .localIdentifier, row.transform == .verbatim else {
                let suggestion = "\(RequestPart.localIdentifier.path) with the transform verbatim"
                add(row.place, "source", "is not at hand when a record is answered", got: "\(path)", try: suggestion)
                return nil
            }
            return .elsewhere
        case .practice:
            guard let field = PracticeField(path), group?.practiceCode != nil else {
                let fields = known(PracticeField.allCases.map(\.path))
                add(
                    row.place,
                    "source",
                    "reads no practice",
                    got: "\(path)",
                    try: "\(fields), in a group with practice:"
                )
                return nil
            }
            checkPlural(field.isPlural, of: row, path)
            return .elsewhere
        case .patient, nil:
            guard (path.root == nil) == (group != nil) else {
                let suggestion = group == nil ? "patient.\(path)" : "the path from the entry of \(group?.id ?? "") on"
                add(row.place, "source", "begins at the wrong place", got: "\(path)", try: suggestion)
                return nil
            }
            let start = group.map { entries[$0.id]?.node } ?? PatientLeaves.root
            guard let start else { return nil }
            return read(path, from: start, of: row, in: group).map(RowSource.record)
        }
    }

    private mutating func read(_ path: PathExpression, from start: Int, of row: ResponseRow, in group: EntryGroup?)
        -> Int?
    {
        guard let found = resolve(path, from: start, at: row.place, key: "source") else { return nil }
        guard let leaf = leaf(path, from: start, at: row.place, key: "source") else { return nil }
        checkPlural(found.isPlural, of: row, path)
        wholly.formUnion(found.filterLeaves)
        enforced.formUnion(found.comparedLeaves)
        let passesSomeOver = group.map { $0.take != .each || $0.coded != nil || entries[$0.id]?.isFiltered == true }
        if passesSomeOver ?? found.isFiltered { partly.insert(leaf) } else { wholly.insert(leaf) }
        return leaf
    }

    private mutating func checkPlural(_ isPlural: Bool, of row: ResponseRow, _ path: PathExpression) {
        guard isPlural, !row.transform.takesSeveral else { return }
        let suggestion = "a position, or one of \(known(Transform.allCases.filter(\.takesSeveral).map(\.rawValue)))"
        add(
            row.place,
            "source",
            "can find several values, and \(row.transform.rawValue) takes one",
            got: "\(path)",
            try: suggestion
        )
    }
}
