import Foundation

/// The result of a conformance run, for a person at a terminal or for a program.
enum ConformanceText {
    /// The lines of the table, and of the totals below it.
    ///
    /// - Parameter coloured: whether verdicts stand out by colour.
    static func lines(of results: [Result], coloured: Bool) -> [String] {
        let width = results.map(\.rule.id.count).max() ?? 0
        let table = results.flatMap { result -> [String] in
            let id = result.rule.id.padding(toLength: width, withPad: " ", startingAt: 0)
            let (word, colour, reason) = words(of: result.verdict)
            let padded = word.padding(toLength: 6, withPad: " ", startingAt: 0)
            let verdict = coloured ? "\u{1B}[\(colour)m\(padded)\u{1B}[0m" : padded
            let indent = String(repeating: " ", count: width + 10)
            let below =
                result.isBroken
                ? [reason, "source: " + result.rule.source] : [reason].filter { !$0.isEmpty }
            return ["\(id)  \(verdict)  \(result.rule.sentence)"] + below.map { indent + $0 }
        }
        let count = { (word: String) in results.count { words(of: $0.verdict).word == word } }
        return table + ["", "\(count("pass")) passed, \(count("FAIL")) failed, \(count("n/a")) not applicable"]
    }

    private static func words(of verdict: ConformanceRule.Verdict) -> (word: String, colour: Int, reason: String) {
        switch verdict {
        case .passed: ("pass", 32, "")
        case .failed(let reason): ("FAIL", 31, reason)
        case .notApplicable(let reason): ("n/a", 33, reason)
        }
    }

    /// The results as a JSON object: `rules`, and the totals.
    static func json(of results: [Result]) throws -> String {
        try JSONText.pretty(
            Report(
                rules: results.map { result in
                    let reason = words(of: result.verdict).reason
                    return Report.Rule(
                        id: result.rule.id,
                        verdict: result.verdictName,
                        sentence: result.rule.sentence,
                        source: result.rule.source,
                        reason: reason.isEmpty ? nil : reason
                    )
                },
                passed: results.count { $0.verdict == .passed },
                failed: results.count(where: \.isBroken),
                notApplicable: results.count { $0.verdictName == "notApplicable" }
            )
        )
    }

    /// A rule and what it says of the endpoint.
    struct Result: Sendable {
        let rule: ConformanceRule
        let verdict: ConformanceRule.Verdict

        /// True if the endpoint breaks the rule.
        var isBroken: Bool {
            if case .failed = verdict { true } else { false }
        }

        fileprivate var verdictName: String {
            switch verdict {
            case .passed: "passed"
            case .failed: "failed"
            case .notApplicable: "notApplicable"
            }
        }
    }

    private struct Report: Encodable {
        struct Rule: Encodable {
            let id: String
            let verdict: String
            let sentence: String
            let source: String
            let reason: String?
        }

        let rules: [Rule]
        let passed: Int
        let failed: Int
        let notApplicable: Int
    }
}
