import SMSPContract

/// `outcomes.csv`: what an answer of PDS means, by the first row that fits.
struct OutcomeTable: Sendable {
    /// The condition of a cell on its column's value.
    enum Pattern: Sendable, Equatable {
        /// `*`: anything, and nothing.
        case any
        /// `-`: nothing.
        case absent
        /// One of these: `a` or `a|b`.
        case oneOf([String])

        init(_ cell: String) {
            switch cell {
            case "*": self = .any
            case "-": self = .absent
            default: self = .oneOf(cell.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
            }
        }

        func fits(_ value: String?) -> Bool {
            switch self {
            case .any: true
            case .absent: value == nil
            case .oneOf(let values): value.map(values.contains) ?? false
            }
        }

        /// True if every value that fits `other` fits this condition.
        func covers(_ other: Pattern) -> Bool {
            switch (self, other) {
            case (.any, _), (.absent, .absent): true
            case (.oneOf(let mine), .oneOf(let theirs)): theirs.allSatisfy(mine.contains)
            default: false
            }
        }

        /// True if some value fits both.
        func meets(_ other: Pattern) -> Bool {
            switch (self, other) {
            case (.any, _), (_, .any), (.absent, .absent): true
            case (.oneOf(let mine), .oneOf(let theirs)): theirs.contains(where: mine.contains)
            default: false
            }
        }
    }

    /// The columns that say which answers a row is about, in their order.
    static let keys = ["operation", "call", "status", "resource", "code", "condition"]
    static let columns = keys + ["answer", "payload", "alarm", "decision", "hazards", "note"]

    /// A row.
    struct Row: Sendable {
        /// One a column of ``keys``.
        let patterns: [Pattern]
        let outcome: Outcome
        /// Ids of docs/hazards.csv.
        let hazards: [String]
        var place: SourceLine { outcome.row }

        /// True if the row applies only to certain codes of an OperationOutcome.
        var namesCode: Bool {
            if case .oneOf = patterns[4] { true } else { false }
        }

        func fits(_ answer: PDSAnswer) -> Bool {
            zip(patterns, answer.values).allSatisfy { $0.fits($1) }
        }
    }

    /// The place of what is missing.
    let header: SourceLine
    let rows: [Row]

    /// The table in `file`.
    init(_ file: MappingFile, problems: inout [MappingProblem]) {
        let table = CSVTable(file, columns: Self.columns, problems: &problems)
        header = table.header
        var rows: [Row] = []
        for row in table.rows {
            do throws(MappingProblem) {
                rows.append(try Self.read(row))
            } catch {
                problems.append(error)
            }
        }
        self.rows = rows
    }

    /// The meaning of `answer`: the first row that fits; nil if none does.
    func outcome(of answer: PDSAnswer) -> Outcome? {
        rows.first { $0.fits(answer) }?.outcome
    }
}

/// An answer of PDS, as far as `outcomes.csv` looks at it.
struct PDSAnswer: Sendable, Hashable {
    let operation: SMSPOperation
    let call: PDSCall
    let status: Int
    /// `resourceType`; nil when the body cannot be read.
    let resource: String?
    /// The first code of an OperationOutcome; nil if there is none.
    let code: String?
    /// The condition that code detected; nil if there is none.
    let condition: OutcomeCondition?

    /// One a column of ``OutcomeTable/keys``.
    var values: [String?] {
        [operation.rawValue, call.rawValue, String(status), resource, code, condition?.rawValue]
    }
}
