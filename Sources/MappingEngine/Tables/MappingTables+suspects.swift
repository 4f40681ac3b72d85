public import SMSPContract

/// A place of the tables that may be why an answer differs from the legacy one.
public struct SuspectRow: Sendable, Hashable {
    /// The id of a row or group, or what the row of a CSV file answers.
    public let name: String
    /// Where it stands.
    public let place: SourceLine
}

extension MappingTables {
    /// The places that a difference in a leaf points to, the likeliest first.
    ///
    /// - Parameter isCode: whether both answers hold a code there and the codes differ: then the code table comes first.
    public func suspects(of leaf: SMSPLeaf, isCode: Bool = false) -> [SuspectRow] {
        guard let row = response.rows.first(where: { $0.target == leaf }) else { return [] }
        let own = SuspectRow(name: row.id, place: row.place)
        let group = response.groups.first { $0.id == row.group }.map { SuspectRow(name: $0.id, place: $0.place) }
        let table = row.codes.flatMap { codes[$0] }.map { SuspectRow(name: $0.name, place: $0.header) }
        return (isCode ? [table, own, group] : [own, group, table]).compactMap(\.self)
    }

    /// The rows of `outcomes.csv` by which `operation` can have been answered with `code`, in the order of the file.
    public func suspects(of code: ResponseCode, in operation: SMSPOperation) -> [SuspectRow] {
        outcomes.rows.filter { row in
            row.patterns[0].fits(operation.rawValue) && row.outcome.answer == .code(code)
        }.map { SuspectRow(name: code.rawValue, place: $0.place) }
    }
}
