import SMSPContract

/// The tables compiled: every name resolved, every path ready to be walked.
///
/// A plan is made only of tables that passed every check.
struct MappingPlan: Sendable {
    /// The source of a value.
    enum Source: Sendable {
        /// A path from the record.
        case record([PathExpression.Step])
        /// A path from the entry of the row's group.
        case entry([PathExpression.Step])
        /// A field of the practice that the group looked up.
        case practice(PracticeField)
        /// The caller's local identifier.
        case localIdentifier
    }

    /// A row.
    struct Row: Sendable {
        let id: String
        let place: SourceLine
        let leaf: SMSPLeaf
        let sources: [Source]
        let transform: Transform
        let codes: CodeTable?
        let absent: AbsentRule
        /// True if the leaf is answered only if the profile requests full names.
        let needsFullNames: Bool
    }

    /// A group with its rows.
    struct Group: Sendable {
        let id: String
        let part: AnswerPart
        let entries: [PathExpression.Step]
        let codes: CodeTable?
        /// The target that `codes` must give an entry.
        let target: String?
        let take: EntryGroup.Take
        /// True if the profile selects one of several current entries.
        let obeysSeveralCurrent: Bool
        let practiceCode: [PathExpression.Step]?
        let isRemovedWhenRestricted: Bool
        let rows: [Row]
    }

    /// The rows that fill from the record.
    let rows: [Row]
    let groups: [Group]
    let leaves: PatientLeaves

    /// The plan of checked tables.
    init(_ table: ResponseTable, codes: [String: CodeTable], leaves: PatientLeaves) {
        self.leaves = leaves
        func compiled(_ rows: [ResponseRow]) -> [Row] {
            rows.map { row in
                Row(
                    id: row.id,
                    place: row.place,
                    leaf: row.target,
                    sources: row.sources.compactMap(Source.init),
                    transform: row.transform,
                    codes: row.codes.flatMap { codes[$0] },
                    absent: row.absent,
                    needsFullNames: row.profileSwitch == .names
                )
            }
        }
        rows = compiled(table.rows.filter { $0.group == nil })
        groups = table.groups.map { group in
            let rows = table.rows.filter { $0.group == group.id }
            return Group(
                id: group.id,
                part: rows.first?.target.part ?? .patient,
                entries: group.entries.steps,
                codes: group.coded.flatMap { codes[$0.table] },
                target: group.coded?.target,
                take: group.take,
                obeysSeveralCurrent: group.profileSwitch == .severalCurrent,
                practiceCode: group.practiceCode?.steps,
                isRemovedWhenRestricted: group.whenRestricted == .remove,
                rows: compiled(rows)
            )
        }
    }
}

extension MappingPlan.Source {
    /// The source that a path of a response row names; nil for none that a checked table has.
    fileprivate init?(_ path: PathExpression) {
        switch path.root {
        case .patient: self = .record(path.steps)
        case nil: self = .entry(path.steps)
        case .practice:
            guard let field = PracticeField(path) else { return nil }
            self = .practice(field)
        case .request:
            guard RequestPart(path) == .localIdentifier else { return nil }
            self = .localIdentifier
        }
    }
}
