import NHSIdentifiers

/// The differences that decisions make between an answer of the bridge and one of a legacy product, and the judgement of
/// the comparison on each: `docs/departures.csv`.
///
/// Every decision has a row, so that none is forgotten; one that makes nothing differ has blank cells.
public struct DepartureRegister: Sendable {
    /// The judgement of the comparison on a difference.
    public enum Judgement: Sendable, Hashable {
        /// A rule of `comparison.yaml`, with an owner and a last day, explains it.
        case rule(String)
        /// It is a MISMATCH on purpose: a person has to look at each.
        case mismatch
        /// One side has failed: INCOMPARABLE.
        case failure
        /// The comparison does not look at it.
        case notCompared

        fileprivate init(_ cell: String) {
            self =
                switch cell {
                case "mismatch": .mismatch
                case "failure": .failure
                case "not compared": .notCompared
                default: .rule(cell)
                }
        }
    }

    /// A difference that a decision makes.
    public struct Departure: Sendable {
        /// The decision: `D25`.
        public let decision: String
        /// The difference that a caller sees.
        public let difference: String
        /// The judgement of the comparison.
        public let judgement: Judgement
        /// The reason of the judgement; blank for a rule, which has its own.
        public let reason: String
    }

    /// The decisions, in the order of the file, each once.
    public let decisions: [String]
    /// The differences, in the order of the file.
    public let departures: [Departure]

    /// Loads the register.
    ///
    /// - Throws: a file that cannot be read, other columns than its own, a row that says half.
    public static func load(file: String) throws(MappingProblems) -> DepartureRegister {
        let place = SourceLine(file: file, line: 1)
        guard let data = try? OrdinaryFile(file, limit: 1 << 20).bytes else {
            throw MappingProblems([MappingProblem(place, "file", "cannot be read", try: "docs/departures.csv")])
        }
        var problems: [MappingProblem] = []
        let columns = ["decision", "difference", "compared as", "why"]
        let table = CSVTable(MappingFile(name: file, bytes: Array(data)), columns: columns, problems: &problems)
        var decisions: [String] = []
        var departures: [Departure] = []
        for row in table.rows {
            if decisions.last != row["decision"] { decisions.append(row["decision"]) }
            guard !row["difference"].isEmpty || !row["compared as"].isEmpty else { continue }
            let judgement = Judgement(row["compared as"])
            var isWhole = !row["difference"].isEmpty && !row["compared as"].isEmpty
            if case .rule = judgement {
                isWhole = isWhole && row["why"].isEmpty
            } else {
                isWhole = isWhole && !row["why"].isEmpty
            }
            guard isWhole else {
                let suggestion = "a rule of comparison.yaml, or mismatch, failure or not compared with a reason"
                problems.append(
                    row.problem("compared as", "does not say how the difference is judged", try: suggestion)
                )
                continue
            }
            departures.append(
                Departure(
                    decision: row["decision"],
                    difference: row["difference"],
                    judgement: judgement,
                    reason: row["why"]
                )
            )
        }
        guard problems.isEmpty else { throw MappingProblems(problems) }
        return DepartureRegister(decisions: decisions, departures: departures)
    }
}
