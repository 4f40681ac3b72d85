public import SMSPContract

extension MappingTables {
    /// The places that a difference between two outcomes points to, the likeliest first.
    ///
    /// 1. Where the legacy endpoint found the person and a search of PDS did not, or found another, PDS was asked
    ///    something else than was meant: a code table that shows in other differences too, what the search asks
    ///    whoever is looked for, then its other parameters.
    /// 2. Where no valid answer could be made, it is a row that will have no answer without its leaf.
    /// 3. Otherwise the row of `outcomes.csv` by which the answer has its code; where that is not known, every row that
    ///    can have given it.
    ///
    /// - Parameters:
    ///   - row: the line of `outcomes.csv` by which the answer has its code; nil when that is not known.
    ///   - isFound: true if the legacy endpoint found the person.
    ///   - differing: every leaf that differs, in whichever call.
    public func candidates(
        of code: ResponseCode,
        in operation: SMSPOperation,
        row: Int?,
        isFound: Bool,
        differing: Set<SMSPLeaf>
    ) -> [CandidateRow] {
        let possible = outcomes.rows.filter { $0.patterns[0].fits(operation.rawValue) }
        let known = possible.filter { $0.place.line == row }
        let rows = known.isEmpty ? possible.filter { $0.outcome.answer == .code(code) } : known
        var candidates: [CandidateRow] = []
        if isFound, known.contains(where: { $0.isAbout([.nobody, .several, .inconsistent, .contradicts]) }) {
            candidates += searching(operation, differing)
        }
        if known.contains(where: { $0.isAbout([.noValidAnswer]) }) { candidates += havingNoAnswer }
        return (candidates + rows.map(CandidateRow.init)).unique
    }

    private func searching(_ operation: SMSPOperation, _ differing: Set<SMSPLeaf>) -> [CandidateRow] {
        let parameters = requests[operation]?.calls.first { $0.call == .search }?.parameters ?? []
        let tables = parameters.compactMap(\.codes).filter { name in
            response.rows.contains { $0.codes == name && differing.contains($0.target) }
        }
        let constants = parameters.filter(\.isConstant)
        return tables.compactMap { codes[$0] }.map(CandidateRow.init) + (constants + parameters).map(CandidateRow.init)
    }

    /// The rows without whose leaf there is no answer; that of the NHS number last, without which there is no record.
    private var havingNoAnswer: [CandidateRow] {
        let rows = response.rows.filter { $0.absent == .noAnswer }
        return (rows.filter { $0.target != .nhsNumber } + rows).map(CandidateRow.init)
    }
}

extension OutcomeTable.Row {
    /// True if the row is about one of these conditions.
    fileprivate func isAbout(_ conditions: [OutcomeCondition]) -> Bool {
        guard case .oneOf(let names) = patterns[5] else { return false }
        return conditions.contains { names.contains($0.rawValue) }
    }
}

extension RequestTable.Parameter {
    /// The code table that the value goes through; nil for none.
    fileprivate var codes: String? {
        if case .part(_, _, let codes) = source { codes } else { nil }
    }

    /// True if the value is the same for every person.
    fileprivate var isConstant: Bool {
        if case .constant = source { true } else { false }
    }
}
