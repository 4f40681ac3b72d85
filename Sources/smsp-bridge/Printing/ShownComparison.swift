import Bridge
import Evidence
import Foundation
import MappingEngine
import SMSPContract

/// A comparison as it is printed: without values, unless somebody asked for them.
struct ShownComparison: Encodable {
    /// A place where the answers differ.
    struct Difference: Encodable {
        let leaf: String
        let shape: String
        let severity: String
        /// The rule that explains it.
        let rule: String?
        /// The mapping rows that it points to, the likeliest first.
        let suspects: [String]
        let legacy: [String]?
        let fhir: [String]?
    }

    let verdict: String
    let operation: String
    let legacyOutcome: String
    let fhirOutcome: String
    let isEqualInBytes: Bool
    let differences: [Difference]

    /// True if the answers are equal in meaning, or their differences explained.
    var isWell: Bool { [Verdict.match, .expected].map(\.rawValue).contains(verdict) }

    init(_ result: AnswerComparison, of operation: SMSPOperation, tables: MappingTables, showsValues: Bool) {
        verdict = result.verdict.rawValue
        self.operation = operation.rawValue
        legacyOutcome = result.outcomes.legacy
        fhirOutcome = result.outcomes.fhir
        isEqualInBytes = result.isEqualInBytes
        let leaves = Set(result.unexplained.map(\.leaf.name))
        differences = result.differences.map { difference in
            Difference(
                leaf: difference.leaf.name,
                shape: difference.shape.rawValue,
                severity: difference.severity.rawValue,
                rule: difference.rule,
                suspects: tables.suspects(
                    of: UnexplainedDifference(
                        operation: operation,
                        leaf: difference.leaf.name,
                        shape: difference.shape.rawValue,
                        outcomes: result.outcomes,
                        outcomeRow: nil,
                        differing: leaves
                    )
                ),
                legacy: showsValues ? difference.values.legacy : nil,
                fhir: showsValues ? difference.values.fhir : nil
            )
        }
    }

    /// The verdict, then a line for each difference, with its values below it where they are shown.
    var lines: [String] {
        let outcomes = legacyOutcome == fhirOutcome ? legacyOutcome : "-\(legacyOutcome) +\(fhirOutcome)"
        let bytes = isEqualInBytes ? "equal in bytes" : "bytes differ"
        let width = differences.map { $0.leaf.count }.max() ?? 0
        return ["\(verdict)  \(operation)  \(outcomes)  (\(bytes))"]
            + differences.flatMap { $0.lines(leafWidth: width) }
    }
}

extension ShownComparison.Difference {
    /// The difference, with its values below it where they are shown.
    func lines(leafWidth: Int) -> [String] {
        let leaf = leaf.padding(toLength: leafWidth, withPad: " ", startingAt: 0)
        let reason = rule.map { "  expected: \($0)" } ?? suspects.first.map { "  ← \($0)" } ?? ""
        return ["  \(severity)  \(leaf)  \(shape)\(reason)"] + (legacy ?? []).map { "      - \($0)" }
            + (fhir ?? []).map { "      + \($0)" }
    }
}
