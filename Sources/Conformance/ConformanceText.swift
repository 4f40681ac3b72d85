import Foundation
import NHSIdentifiers

/// A conformance report as text for a terminal.
public enum ConformanceText {
    /// The lines of the table, and of the totals below it.
    ///
    /// - Parameter coloured: true to set verdicts off by colour.
    public static func lines(of report: ConformanceReport, coloured: Bool) -> [String] {
        let results = report.results
        let width = results.map(\.id.count).max() ?? 0
        let table = results.flatMap { result -> [String] in
            let id = result.id.padding(toLength: width, withPad: " ", startingAt: 0)
            let (word, colour, reason) = words(of: result.verdict)
            let padded = word.padding(toLength: 6, withPad: " ", startingAt: 0)
            let verdict = coloured ? "\u{1B}[\(colour)m\(padded)\u{1B}[0m" : padded
            let indent = String(repeating: " ", count: width + 10)
            let below =
                result.isBroken
                ? [reason, "source: " + result.source] : [reason].filter { !$0.isEmpty }
            return ["\(id)  \(verdict)  \(TerminalText.escaped(result.sentence))"]
                + below.map { indent + TerminalText.escaped($0) }
        }
        return table
            + ["", "\(report.passed) passed, \(report.failed) failed, \(report.notApplicable) not applicable"]
    }

    fileprivate static func words(of verdict: ConformanceReport.Verdict) -> (word: String, colour: Int, reason: String)
    {
        switch verdict {
        case .passed: ("pass", 32, "")
        case .failed(let reason): ("FAIL", 31, reason)
        case .notApplicable(let reason): ("n/a", 33, reason)
        }
    }
}

/// A conformance report for programs: `rules`, and the totals.
public struct ConformanceObject: Encodable, Sendable {
    private struct Rule: Encodable {
        let id: String
        let verdict: String
        let sentence: String
        let source: String
        let reason: String?
    }

    private let rules: [Rule]
    private let passed: Int
    private let failed: Int
    private let notApplicable: Int

    /// The object of `report`.
    public init(_ report: ConformanceReport) {
        rules = report.results.map { result in
            let reason = ConformanceText.words(of: result.verdict).reason
            return Rule(
                id: result.id,
                verdict: Self.name(of: result.verdict),
                sentence: result.sentence,
                source: result.source,
                reason: reason.isEmpty ? nil : reason
            )
        }
        passed = report.passed
        failed = report.failed
        notApplicable = report.notApplicable
    }

    private static func name(of verdict: ConformanceReport.Verdict) -> String {
        switch verdict {
        case .passed: "passed"
        case .failed: "failed"
        case .notApplicable: "notApplicable"
        }
    }
}
