import SMSPContract

extension OutcomeTable {
    private static let names: [String: Outcome.Answer] = [
        "unavailable": .unavailable, "busy": .busy, "verifyFailure": .verifyFailure, "superseded": .superseded,
        "requestRefused": .requestRefused,
    ]

    static func read(_ row: CSVTable.Row) throws(MappingProblem) -> Row {
        for key in keys { try check(row, key) }
        let answer = try answer(row)
        let payload = try row.choice("payload", of: Outcome.Payload.self)
        let isFull = answer == .code(.success) || answer == .superseded
        guard (payload == .full) == isFull else {
            let suggestion = "full with SMSP-0000 and superseded, none with anything else"
            throw row.problem("payload", "does not go with the answer", try: suggestion)
        }
        guard !row["decision"].isEmpty else {
            throw row.problem("decision", "is blank", try: "a number of docs/decisions.md")
        }
        let alarm = row["alarm"]
        guard
            alarm == "-"
                || !alarm.isEmpty && alarm.utf8.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) })
        else { throw row.problem("alarm", "is no word", try: "letters, such as accessRefused; - for no alarm") }
        return Row(
            patterns: keys.map { Pattern(row[$0]) },
            outcome: Outcome(answer: answer, payload: payload, alarm: alarm == "-" ? nil : alarm, row: row.place),
            hazards: row["hazards"].split(separator: " ").map(String.init)
        )
    }

    private static func answer(_ row: CSVTable.Row) throws(MappingProblem) -> Outcome.Answer {
        let text = row["answer"]
        if let code = ResponseCode(rawValue: text) { return .code(code) }
        if let answer = names[text] { return answer }
        let known = names.keys.sorted().joined(separator: ", ")
        throw row.problem(
            "answer",
            "is neither a response code nor a name",
            try: "a code such as DEMOG-0001, or one of \(known)"
        )
    }

    /// Refuses a cell that no answer of PDS can fit.
    private static func check(_ row: CSVTable.Row, _ key: String) throws(MappingProblem) {
        guard case .oneOf(let values) = Pattern(row[key]) else {
            if row[key] == "-", ["operation", "call", "status"].contains(key) {
                throw row.problem(key, "is never absent", try: "* or a value")
            }
            return
        }
        if values.contains("") { throw row.problem(key, "is blank", try: "a value, * or -") }
        let known: [String]? =
            switch key {
            case "operation": SMSPOperation.mapped.map(\.rawValue)
            case "call": PDSCall.allCases.map(\.rawValue)
            case "resource": DocumentedAnswer.resources
            case "condition": OutcomeCondition.allCases.map(\.rawValue)
            default: nil
            }
        if let known, let unknown = values.first(where: { !known.contains($0) }) {
            throw row.problem(
                key,
                "has \(unknown), which is not known",
                try: "one of \(known.joined(separator: ", ")), * or -"
            )
        }
        if key == "status", let wrong = values.first(where: { Int($0).map { !(100...599).contains($0) } ?? true }) {
            throw row.problem(
                key,
                "has \(wrong), which is no HTTP status",
                try: "three digits, several with | between them, or *"
            )
        }
    }
}
