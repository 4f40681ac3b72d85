import Foundation
import SeededRandom

/// One mistake in one row of the mapping tables, such as somebody makes who changes them by hand.
struct MappingMistake: Sendable {
    /// The file, below `Mappings`.
    let file: String
    /// The lines of the row, counted from 1; those of the whole table for a row of a code table, which is named as a
    /// whole: a line of it would tell a patient's code.
    let row: ClosedRange<Int>
    /// The other row, where two have exchanged something.
    var alsoRow: ClosedRange<Int>?
    /// What was done to it.
    let about: String
    /// The file with the mistake in it.
    let text: String

    /// Whether a place, `name (…/Mappings/file:line)`, is in the row.
    func isNamed(by candidate: String) -> Bool {
        guard let place = candidate.firstMatch(of: /\(([^()]+):([0-9]+)\)$/), let line = Int(place.2) else {
            return false
        }
        return place.1.hasSuffix("/" + file) && (row.contains(line) || alsoRow?.contains(line) == true)
    }
}

/// Draws mistakes: a row of any table, every one as likely, then one of the mistakes that can be made in it.
struct MistakeDraw {
    private var generator: SplitMix64
    private var drawn: Set<String> = []
    private let candidates: [[MappingMistake]]

    /// Draws from the tables in `folder` by a seed.
    init(folder: URL, seed: UInt64) throws {
        generator = SplitMix64(seed: seed)
        let requests = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "requests").path)
        let codes = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "codes").path)
        func text(_ file: String) throws -> TableText {
            TableText(file: file, text: try String(contentsOf: folder.appending(path: file), encoding: .utf8))
        }
        candidates =
            try text("responses/patient-details.yaml").responseMistakes
            + requests.sorted().flatMap { try text("requests/" + $0).requestMistakes }
            + codes.sorted().flatMap { try text("codes/" + $0).codeMistakes }
            + text("outcomes.csv").outcomeMistakes
    }

    /// How many rows a mistake can be made in.
    var rowCount: Int { candidates.count }

    /// The next mistake, none of those before; nil when that takes too many draws.
    mutating func next() -> MappingMistake? {
        for _ in 0..<10_000 {
            let row = candidates[Int.random(in: candidates.indices, using: &generator)]
            let mistake = row[Int.random(in: row.indices, using: &generator)]
            if drawn.insert("\(mistake.file) \(mistake.about)").inserted { return mistake }
        }
        return nil
    }
}
