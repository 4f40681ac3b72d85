import SMSPContract

/// `docs/loss-ledger.md`: what an answer made from FHIR cannot give back, from the `loss:` of the rows; what a record
/// holds that an answer leaves out, from `dropped.yaml`; what decisions make differ, from `docs/departures.csv`.
struct LossLedger: Sendable {
    private let ofTables: String

    /// The ledger of the tables.
    init(_ response: ResponseTable, dropped: DroppedLeaves) {
        let rows = response.rows.filter { $0.loss != nil }.sorted {
            Self.position($0.target) < Self.position($1.target)
        }
        let lost = rows.map { row in
            Self.line([row.target.rawValue, row.loss ?? "", row.spec, row.hazards.joined(separator: ", "), row.id])
        }
        let left = dropped.dropped.map { entry in
            Self.line([entry.id, entry.reason, entry.hazards.joined(separator: ", ")])
        }
        let partly = dropped.partly.map { entry in
            Self.line([entry.id, entry.condition ?? "", entry.reason, entry.hazards.joined(separator: ", ")])
        }
        ofTables = """
            # Loss ledger

            Generated from `Mappings/` and `docs/departures.csv`; a test holds this page equal to them. Change those, not
            the page.

            ## What an answer made from FHIR cannot give back

            \(response.loss)

            | leaf of the answer | what is lost | by | hazards | row |
            |---|---|---|---|---|
            \(lost.joined(separator: "\n"))

            ## What a record holds and no answer gives

            The leaves of each entry stand in `Mappings/dropped.yaml`.

            | entry | reason | hazards |
            |---|---|---|
            \(left.joined(separator: "\n"))

            ## What an answer gives of some entries only

            | entry | left out where | reason | hazards |
            |---|---|---|---|
            \(partly.joined(separator: "\n"))

            """
    }

    /// The page.
    func markdown(_ register: DepartureRegister, rules: [String: String]) -> String {
        let lines = register.departures.map { departure in
            let judgement =
                switch departure.judgement {
                case .rule(let id): "rule `\(id)`: \(rules[id] ?? "unknown")"
                case .mismatch: "MISMATCH on purpose: \(departure.reason)"
                case .failure: "INCOMPARABLE: \(departure.reason)"
                case .notCompared: "not compared: \(departure.reason)"
                }
            return Self.line([departure.decision, departure.difference, judgement])
        }
        return ofTables + """

            ## What a decision makes differ

            | decision | a caller sees | how it is compared |
            |---|---|---|
            \(lines.joined(separator: "\n"))

            """
    }

    private static func position(_ leaf: SMSPLeaf) -> Int {
        SMSPLeaf.allCases.firstIndex(of: leaf) ?? 0
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }
}
