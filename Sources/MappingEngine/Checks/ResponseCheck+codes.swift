import SMSPContract

extension ResponseCheck {
    mutating func check(_ coded: EntryGroup.Coded, of group: EntryGroup, entry: PatientLeaves.Resolution) {
        guard let codes = codes[coded.table] else {
            return add(group.place, "coded.table", "is no table of codes/", got: coded.table, try: known(codes.keys))
        }
        usedCodes.insert(coded.table)
        if !codes.rows.contains(where: { $0.target == coded.target }) {
            let targets = known(codes.rows.compactMap(\.target))
            add(group.place, "coded.as", "is no target of codes/\(coded.table).csv", got: coded.target, try: targets)
        }
        let keys = codes.keys.compactMap { key in
            leaf(
                PathExpression(root: nil, steps: [.init(name: key, selector: nil)]),
                from: entry.node,
                at: codes.header,
                key: key
            )
        }
        wholly.formUnion(keys)
        selecting.formUnion(keys.prefix(1))
        if keys.count == codes.keys.count { checkCoverage(of: codes, by: keys) }
    }

    /// The code table of a row has the keys that the row reads, gives codes that the target has, and lacks none of PDS.
    mutating func checkCodes(of row: ResponseRow, read: [RowSource]) {
        guard let name = row.codes else { return }
        guard let codes = codes[name] else {
            return add(row.place, "codes", "is no table of codes/", got: name, try: known(self.codes.keys))
        }
        usedCodes.insert(name)
        let vocabulary = row.transform == .telecom ? TelecomTransform.schemes : row.target.vocabulary
        for line in codes.rows {
            guard let target = line.target, !vocabulary.contains(target) else { continue }
            add(line.place, "target", "is no code of \(row.target.rawValue)", got: target, try: known(vocabulary))
        }
        let keys = row.transform == .telecom ? Array(read.prefix(1)) : read
        let names = row.sources.prefix(keys.count).map { $0.steps.last?.name ?? "" }
        guard codes.keys == Array(names) || codes.keys == ["source"] && keys.count == 1 else {
            let suggestion = keys.count == 1 ? "source" : names.joined(separator: ",")
            return add(
                codes.header,
                "header",
                "has other keys than \(row.id) reads",
                got: codes.keys.joined(separator: ","),
                try: suggestion
            )
        }
        let read = keys.compactMap { if case .record(let leaf) = $0 { leaf } else { nil } }
        if row.absent == .entry { selecting.formUnion(read.prefix(1)) }
        checkCoverage(of: codes, by: read)
    }

    /// Every code of PDS has a row; where there are two keys, so has every pair, and an absent second one.
    private mutating func checkCoverage(of codes: CodeTable, by keys: [Int]) {
        guard keys.count == codes.keys.count else { return }
        enforced.formUnion(keys)
        let lists = keys.enumerated().map { (leaves.leaves[$0.element].closed ?? []) + ($0.offset > 0 ? [""] : []) }
        let wanted = lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } }
        for sources in wanted where codes.translation(of: sources) == .unknown {
            let names = zip(codes.keys, sources).map { "\($0) \($1.isEmpty ? "(none)" : $1)" }.joined(separator: ", ")
            add(codes.header, "rows", "no row has \(names)", try: "a row for it; without a target, it is left out")
        }
        for row in codes.rows where !wanted.contains(row.sources) {
            add(
                row.place,
                codes.keys[0],
                "is none of the codes of PDS",
                got: row.sources.joined(separator: ","),
                try: "the row taken out"
            )
        }
    }
}
