import Bridge
public import Evidence
import Foundation
public import MappingEngine
public import SMSPContract

/// A comparison as it is printed: without values, unless they are requested.
public struct ShownComparison: Encodable, Sendable {
    /// A place where the answers differ.
    public struct Difference: Encodable, Sendable {
        /// The leaf that differs.
        public let leaf: String
        /// The shape of the difference.
        public let shape: String
        /// The severity of the difference.
        public let severity: String
        /// The rule that explains it.
        public let rule: String?
        /// The mapping rows that it points to, the likeliest first.
        public let candidates: [String]
        /// The values of the legacy answer, if they are shown.
        public let legacy: [String]?
        /// The values of the answer from PDS FHIR, if they are shown.
        public let fhir: [String]?
    }

    /// The verdict.
    public let verdict: String
    /// The reason that the answers were not compared; nil if they were.
    public let notCompared: NotCompared?
    /// The operation.
    public let operation: String
    /// The response code or fault of the legacy answer.
    public let legacyOutcome: String
    /// The response code or fault of the answer from PDS FHIR.
    public let fhirOutcome: String
    /// True if the payloads are equal byte for byte.
    public let isEqualInBytes: Bool
    /// The differences, in the order of the answer.
    public let differences: [Difference]

    /// True if the answers are equal in meaning, or their differences explained.
    public var isWell: Bool { [Verdict.match, .expected].map(\.rawValue).contains(verdict) }

    /// The comparison `result`, with the rows of `tables` that its differences point to.
    public init(_ result: AnswerComparison, of operation: SMSPOperation, tables: MappingTables, showsValues: Bool) {
        verdict = result.verdict.rawValue
        notCompared = result.notCompared
        self.operation = operation.rawValue
        legacyOutcome = result.outcomes.legacy
        fhirOutcome = result.outcomes.fhir
        isEqualInBytes = result.isEqualInBytes
        let differing = Set(result.unexplained.map(\.leaf))
        differences = zip(result.differences, result.values).map { difference, values in
            Difference(
                leaf: difference.leaf.name,
                shape: difference.shape.rawValue,
                severity: difference.severity.rawValue,
                rule: difference.rule,
                candidates: tables.candidates(
                    of: UnexplainedDifference(
                        operation: operation,
                        key: difference.key,
                        outcomes: result.outcomes,
                        outcomeRow: nil,
                        differing: differing
                    )
                ),
                legacy: showsValues ? values.legacy : nil,
                fhir: showsValues ? values.fhir : nil
            )
        }
    }

    /// The verdict, then a line for each difference, with its values below it where they are shown.
    public var lines: [String] {
        let outcomes = legacyOutcome == fhirOutcome ? legacyOutcome : "-\(legacyOutcome) +\(fhirOutcome)"
        let bytes = isEqualInBytes ? "equal in bytes" : "bytes differ"
        let width = differences.map { $0.leaf.count }.max() ?? 0
        let reason = notCompared.map { ["  \($0.rawValue): \($0.meaning)"] } ?? []
        return ["\(verdict)  \(operation)  \(outcomes)  (\(bytes))"] + reason
            + differences.flatMap { $0.lines(leafWidth: width) }
    }
}

extension ShownComparison.Difference {
    /// The difference, with its values below it where they are shown.
    func lines(leafWidth: Int) -> [String] {
        let leaf = leaf.padding(toLength: leafWidth, withPad: " ", startingAt: 0)
        let reason = rule.map { "  expected: \($0)" } ?? candidates.first.map { "  ← \($0)" } ?? ""
        return ["  \(severity)  \(leaf)  \(shape)\(reason)"] + (legacy ?? []).map { "      - \($0)" }
            + (fhir ?? []).map { "      + \($0)" }
    }
}
