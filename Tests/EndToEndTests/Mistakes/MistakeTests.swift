import Bridge
import Foundation
import SMSPContract
import Testing

/// Thirty mistakes in the mapping tables, one after another: comparing names the row in which each was made.
///
/// `MISTAKE_SEED` draws others, `MISTAKES` another number of them.
@Suite(.serialized) struct MistakeTests {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let seed = UInt64(setting("MISTAKE_SEED") ?? 20_261_128)
    private static let count = setting("MISTAKES") ?? 30

    /// What came of one draw.
    private enum Outcome {
        /// The tables are refused: the mistake never comes into effect.
        case refused
        /// No answer about anybody differs for it without a rule that explains the difference.
        case harmless
        /// The row that is named first, and whether the mistake is in it.
        case named(String, isGuilty: Bool)
    }

    @Test("of thirty mistakes, drawn from a printed seed, the row that is named first is the guilty one in 27")
    func named() async throws {
        print("MISTAKE_SEED=\(Self.seed)")
        let (guilty, missed) = try await MistakeHarness.running { house in
            let clean = try await house.report()
            let unexplained = clean.found.signatures.filter { !$0.isExplained }.map { signature in
                "\(signature.operation.rawValue) -\(signature.legacyOutcome) +\(signature.fhirOutcome) \(signature.places)"
            }
            try #require(unexplained.isEmpty, "both sides have to agree before a mistake is made: \(unexplained)")
            var draw = try MistakeDraw(folder: house.mappings, seed: Self.seed)
            print("mistakes: drawn from \(draw.rowCount) rows")
            var (guilty, missed, refused, harmless) = (0, [String](), 0, 0)
            while guilty + missed.count < Self.count {
                let drawn = draw.next()
                let mistake = try #require(drawn, "no mistake is left that changes an answer")
                switch try await Self.outcome(of: mistake, in: house) {
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
        #expect(guilty * 10 >= Self.count * 9, "\(missed)")
    }

    private static func outcome(of mistake: MappingMistake, in house: MistakeHarness) async throws -> Outcome {
        let file = house.mappings.appending(path: mistake.file)
        let right = try String(contentsOf: file, encoding: .utf8)
        defer { try? right.write(to: file, atomically: true, encoding: .utf8) }
        guard try await house.write(mistake.text, to: mistake.file) else { return .refused }
        let report = try await house.report()
        guard let signature = report.found.signatures.first(where: { !$0.isExplained }) else { return .harmless }
        let row = report.suspects(of: signature).first ?? "nothing"
        let name = row.replacing(house.mappings.deletingLastPathComponent().path + "/", with: "")
        return .named(name, isGuilty: mistake.isNamed(by: row))
    }
}
