import SMSPContract

extension OutcomeTable {
    /// The problems of the rows as a whole.
    ///
    /// 1. The last row fits everything, and no other does: every answer has a meaning.
    /// 2. Every documented answer has a meaning by a row other than the last, and by one that names its code where a
    /// search has been refused for a reason of the caller's.
    /// 3. No row follows one that matches everything it could match.
    /// 4. Of two rows that fit the same answer, the first is the narrower one: their order alone decides nothing.
    func check() -> [MappingProblem] {
        [lastRow(), undecided(), covered()].flatMap(\.self)
    }

    private func lastRow() -> [MappingProblem] {
        guard rows.last?.patterns.allSatisfy({ $0 == .any }) != true else { return [] }
        let place = rows.last?.place ?? header
        return [
            MappingProblem(
                place,
                "row",
                "is the last one and does not fit everything",
                try: "a last row with * in the columns \(Self.keys.joined(separator: ", "))"
            )
        ]
    }

    private func undecided() -> [MappingProblem] {
        let decided = rows.dropLast()
        return SMSPOperation.mapped.flatMap { operation in
            operation.calls.flatMap { DocumentedAnswer.all(of: operation, $0) }
        }.compactMap { answer in
            let row = decided.first { $0.fits(answer) }
            let values = answer.values.map { $0 ?? "-" }.joined(separator: ",")
            guard let row else {
                return MappingProblem(header, "rows", "only the last row fits \(values)", try: "a row for it")
            }
            guard DocumentedAnswer.mustBeNamed(answer), !row.namesCode else { return nil }
            return MappingProblem(header, "rows", "no row names the code of \(values)", try: "a row for it")
        }
    }

    private func covered() -> [MappingProblem] {
        var problems: [MappingProblem] = []
        for (position, row) in rows.enumerated() {
            for earlier in rows.prefix(position) {
                if zip(earlier.patterns, row.patterns).allSatisfy({ $0.covers($1) }) {
                    problems.append(
                        MappingProblem(
                            row.place,
                            "row",
                            "is never reached: line \(earlier.place.line) fits all that it fits",
                            try: "the row taken out, or moved before line \(earlier.place.line)"
                        )
                    )
                    break
                }
                if zip(earlier.patterns, row.patterns).allSatisfy({ $0.meets($1) }),
                    !zip(row.patterns, earlier.patterns).allSatisfy({ $0.covers($1) })
                {
                    problems.append(
                        MappingProblem(
                            row.place,
                            "row",
                            "overlaps line \(earlier.place.line), and neither is the narrower one",
                            try: "cells that keep the two apart"
                        )
                    )
                }
            }
        }
        return problems
    }
}
