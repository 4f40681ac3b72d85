import SMSPContract

/// A place of the tables that may be why an answer differs from the legacy one.
public struct CandidateRow: Sendable, Hashable {
    /// The id of a row or group, the name of a code table, or what the row of `outcomes.csv` answers.
    public let name: String
    /// Its place.
    public let place: SourceLine
}

extension CandidateRow {
    init(_ row: ResponseRow) {
        self.init(name: row.id, place: row.place)
    }

    init(_ group: EntryGroup) {
        self.init(name: group.id, place: group.place)
    }

    /// A code table as a whole: which of its lines it was would tell the patient's code.
    init(_ table: CodeTable) {
        self.init(name: table.name, place: table.header)
    }

    init(_ row: OutcomeTable.Row) {
        self.init(name: row.outcome.answer.name, place: row.place)
    }

    init(_ parameter: RequestTable.Parameter) {
        self.init(name: parameter.id, place: parameter.place)
    }
}

extension Outcome.Answer {
    /// The answer as `outcomes.csv` writes it.
    fileprivate var name: String {
        switch self {
        case .code(let code): code.rawValue
        case .unavailable: "unavailable"
        case .busy: "busy"
        case .requestRefused: "requestRefused"
        case .verifyFailure: "verifyFailure"
        case .superseded: "superseded"
        }
    }
}
