public import SMSPContract

/// The way in which a leaf differs.
public enum LeafDifferenceKind: Sendable {
    /// The answer made from PDS FHIR has none.
    case missing
    /// The legacy answer has none.
    case extra
    /// Both have one.
    case different
}

extension MappingTables {
    /// The places that a difference in a leaf points to, the likeliest first.
    ///
    /// A leaf is filled by a row, from an entry that a group chooses, in places through a code table. Which of them is
    /// to blame shows in what else differs under the same tables, and in the tables themselves:
    ///
    /// 1. What is missing because the entry as a whole is points to a row that lets the entry go when its own leaf is
    ///    absent, and whose own leaf never differs.
    /// 2. A group that chooses as no other does, or as another does too, points to itself; a code table that has no code
    ///    for the group, or several, to itself.
    /// 3. An entry that is missing or too many where its codes decide whether it is given points to their tables: first to
    ///    one that has no code for what another translates, then to the one that translates the most.
    /// 4. A row that translates codes points to its table; so do leaves of two groups that one table tells apart.
    /// 5. A group is to blame where every leaf that it fills differs, or where an entry is missing or too many.
    /// 6. Otherwise it is the row.
    ///
    /// - Parameter differing: every leaf that differs, in whichever call.
    public func candidates(
        of leaf: SMSPLeaf,
        _ kind: LeafDifferenceKind,
        differing: Set<SMSPLeaf>
    ) -> [CandidateRow] {
        guard let row = response.rows.first(where: { $0.target == leaf }) else { return [] }
        let own = CandidateRow(row)
        let ownTable = row.codes.flatMap { codes[$0] }.map(CandidateRow.init)
        guard let group = response.groups.first(where: { $0.id == row.group }) else {
            return [ownTable, own].compactMap(\.self)
        }
        let filled = leavesOfEntry(of: group)
        let isWholeEntry =
            kind != .different && row.absent == .entry || filled.count > 1 && differing.isSuperset(of: filled)
        var candidates = kind == .missing ? lettingGo(of: group, differing) : []
        candidates += oddities(of: group, kind)
        if kind != .different, row.absent == .entry { candidates += entryTables(of: group) }
        candidates += [ownTable].compactMap(\.self)
        let choosing = group.coded.flatMap { codes[$0.table] }.map(CandidateRow.init)
        if let choosing, isTableShared(of: group, differing) { candidates.append(choosing) }
        candidates += isWholeEntry ? [CandidateRow(group), own] : [own, CandidateRow(group)]
        candidates += [choosing].compactMap(\.self)
        return candidates.unique
    }

    /// The places that let an answer tell where a person is when the legacy answer does not: the groups that are kept
    /// of a restricted record.
    ///
    /// - SeeAlso: decision D28.
    public func candidatesOfLocation(differing: Set<SMSPLeaf>) -> [CandidateRow] {
        let groups = response.groups.filter { !differing.isDisjoint(with: leaves(of: $0)) }
        return (groups.filter { $0.whenRestricted == .keep } + groups).map(CandidateRow.init).unique
    }

    private func leaves(of group: EntryGroup) -> Set<SMSPLeaf> {
        Set(response.rows.filter { $0.group == group.id }.map(\.target))
    }

    /// The leaves that are filled from the entry itself, and not from the practice that it names.
    private func leavesOfEntry(of group: EntryGroup) -> Set<SMSPLeaf> {
        Set(
            response.rows.filter { row in
                row.group == group.id && !row.sources.contains { $0.root == .practice }
            }.map(\.target)
        )
    }

    /// The rows that let an entry of the group go when their leaf is absent, of leaves that do not differ themselves.
    private func lettingGo(of group: EntryGroup, _ differing: Set<SMSPLeaf>) -> [CandidateRow] {
        response.rows.filter { row in
            row.group == group.id && row.absent == .entry && row.codes == nil && !differing.contains(row.target)
        }.map(CandidateRow.init)
    }

    /// The irregularities in the choice of the entries of a group.
    private func oddities(of group: EntryGroup, _ kind: LeafDifferenceKind) -> [CandidateRow] {
        var odd: [CandidateRow] = []
        let others = response.groups.filter { $0.id != group.id }
        if let coded = group.coded, let table = codes[coded.table] {
            let isAlsoChosen = others.contains { $0.coded?.table == coded.table && $0.coded?.target == coded.target }
            if isAlsoChosen { odd.append(CandidateRow(group)) }
            if table.rows.count(where: { $0.target == coded.target }) != 1 { odd.append(CandidateRow(table)) }
        }
        let isOfAnyTime = !group.entries.asksForCurrent && others.allSatisfy(\.entries.asksForCurrent)
        if isOfAnyTime, kind != .missing { odd.append(CandidateRow(group)) }
        return odd
    }

    /// The code tables that let an entry of the group go when they have no code for it: first those that have none for
    /// what another of them translates, then the longest.
    private func entryTables(of group: EntryGroup) -> [CandidateRow] {
        let tables = response.rows.filter { $0.group == group.id && $0.absent == .entry }
            .compactMap { row in row.codes.flatMap { codes[$0] } }
            .sorted { $0.rows.count > $1.rows.count }
        let contradicting = tables.filter { table in tables.contains { table.lacksCodes(of: $0) } }
        return (contradicting + tables).map(CandidateRow.init).unique
    }

    /// True if leaves of another group differ too, which the same table tells apart.
    private func isTableShared(of group: EntryGroup, _ differing: Set<SMSPLeaf>) -> Bool {
        response.groups.contains { other in
            other.id != group.id && group.coded != nil && other.coded?.table == group.coded?.table
                && !differing.isDisjoint(with: leaves(of: other))
        }
    }
}

extension CodeTable {
    /// True if the table translates nothing of a first key of which `other` translates something.
    fileprivate func lacksCodes(of other: CodeTable) -> Bool {
        keys.first == other.keys.first && !other.translatedKeys.isSubset(of: translatedKeys)
    }

    private var translatedKeys: Set<String> { Set(rows.filter { $0.target != nil }.compactMap(\.sources.first)) }
}

extension PathExpression {
    /// True if only entries are chosen that are current on the day of the call (decision D44).
    fileprivate var asksForCurrent: Bool {
        steps.contains { step in
            guard case .filtered(let filters) = step.selector else { return false }
            return filters.contains(.current)
        }
    }
}

extension [CandidateRow] {
    /// Each of them once, where it came first.
    var unique: [CandidateRow] {
        var seen: Set<CandidateRow> = []
        return filter { seen.insert($0).inserted }
    }
}
