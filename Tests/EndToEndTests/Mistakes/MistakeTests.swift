import Bridge
import Evidence
import Foundation
import SMSPContract
import SeededRandom
import Testing

/// Mistakes in the mapping tables, one after another: comparing names the row in which each was made.
///
/// NightlyTests draws more of them.
@Suite struct MistakeTests {
    /// The result of one draw.
    private enum Outcome {
        /// The tables are refused: the mistake never comes into effect.
        case refused
        /// No answer about anybody differs for it without a rule that explains the difference.
        case harmless
        /// The row that is named first, and whether the mistake is in it.
        case named(String, isGuilty: Bool)
    }

    @Test("of ten mistakes, drawn from a printed seed, the row that is named first is the guilty one in nine")
    func named() async throws { try await Self.make(mistakes: 10) }

    /// Makes mistakes that change an answer, and expects nine in ten to be named.
    static func make(mistakes count: Int) async throws {
        let seed = TestSeed.fixed(20_261_128)
        let (guilty, missed) = try await MistakeHarness.running { harness in
            let clean = try await harness.report()
            let unexplained = clean.summary.patterns.filter { !$0.isExplained }.map { pattern in
                "\(pattern.operation.rawValue) -\(pattern.legacyOutcome) +\(pattern.fhirOutcome) \(pattern.differences)"
            }
            try #require(unexplained.isEmpty, "both sides have to agree before a mistake is made: \(unexplained)")
            var draw = try MistakeDraw(folder: harness.mappings, seed: seed)
            print("mistakes: drawn from \(draw.rowCount) rows")
            var (guilty, missed, refused, harmless) = (0, [String](), 0, 0)
            while guilty + missed.count < count {
                let drawn = draw.next()
                let mistake = try #require(drawn, "no mistake is left that changes an answer")
                switch try await outcome(of: mistake, in: harness) {
                case .refused: refused += 1
                case .harmless: harmless += 1
                case .named(let row, let isGuilty):
                    if isGuilty { guilty += 1 } else { missed.append("\(mistake.file) \(mistake.about) named \(row)") }
                    print("mistake: \(isGuilty ? "found" : "MISSED")  \(mistake.file)  \(mistake.about)  ← \(row)")
                }
            }
            print("mistakes: \(guilty) of \(guilty + missed.count) named; \(refused) refused, \(harmless) harmless")
            return (guilty, missed)
        }
        #expect(guilty * 10 >= count * 9, "\(missed)")
    }

    private static func outcome(of mistake: MappingMistake, in harness: MistakeHarness) async throws -> Outcome {
        let file = harness.mappings.appending(path: mistake.file)
        let right = try String(contentsOf: file, encoding: .utf8)
        defer { try? right.write(to: file, atomically: true, encoding: .utf8) }
        guard try await harness.write(mistake.text, to: mistake.file) else { return .refused }
        let report = try await harness.report()
        guard let pattern = report.summary.patterns.first(where: { !$0.isExplained }) else { return .harmless }
        let row = report.candidates(of: pattern).first ?? "nothing"
        let name = row.replacing(harness.mappings.deletingLastPathComponent().path + "/", with: "")
        return .named(name, isGuilty: mistake.isNamed(by: row))
    }
}
