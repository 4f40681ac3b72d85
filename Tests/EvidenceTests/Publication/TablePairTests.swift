import Foundation
import SMSPContract
import SeededRandom
import Testing

@testable import Evidence

/// Whoever has any two published tables can work out no number of calls that is of one to four people.
@Suite(.timeLimit(.minutes(5))) struct TablePairTests {
    /// A line of a table, and the lines of the same or another table whose calls are among its own.
    private struct Line: Sendable {
        let name: String
        let count: @Sendable (Table) -> Int?
        /// Lines that are parts of it, of which no two have a call in common.
        var parts: [[String]] = []
    }

    /// A source of the counts of a table.
    private protocol Counts: Sendable {
        func calls(where isCounted: (CallKind) -> Bool) -> Int?
    }

    /// A table: some calls, by day and site, as they were published on a morning.
    private struct Table: Sendable {
        let sites: Set<Int>
        let window: EvidenceWindow?
        let morning: EvidenceDay
        let counts: any Counts

        /// True if each call of `other` is a call of this table.
        func contains(_ other: Table) -> Bool {
            let isInWindow =
                window.map { own in
                    other.window.map {
                        own.days.contains($0.days.lowerBound) && own.days.upperBound >= $0.days.upperBound
                    } ?? false
                } ?? true
            return sites.isSuperset(of: other.sites) && isInWindow && morning >= other.morning
        }
    }

    /// The counts of the program.
    private struct Published: Counts {
        let batches: CallBatches
        func calls(where isCounted: (CallKind) -> Bool) -> Int? { batches.calls(where: isCounted).shown }
    }

    /// Every count of five people or more as it is, all others blank: how it is not done.
    private struct Blanked: Counts {
        let calls: [CountedCall]
        func calls(where isCounted: (CallKind) -> Bool) -> Int? {
            let count = calls.count { isCounted($0.kind) }
            return count >= 5 ? count : nil
        }
    }

    private static let lines: [Line] = {
        let kinds = RandomEvidence.kinds
        let verdicts = [Verdict.match, .expected, .mismatch, .incomparable]
        let severities = [Severity.s1, .s2, .s3]
        let patterns = kinds.compactMap(\.pattern)
        let differing = Set(kinds.flatMap(\.differences))
        func line(_ name: String, _ parts: [[String]] = [], _ isCounted: @escaping @Sendable (CallKind) -> Bool) -> Line
        {
            Line(name: name, count: { $0.counts.calls(where: isCounted) }, parts: parts)
        }
        var lines = [line("all", [verdicts.map(\.rawValue), ["equal"]]) { _ in true }]
        lines += verdicts.map { verdict in
            let own = kinds.filter { $0.verdict == verdict }
            let parts =
                verdict == .mismatch
                ? [severities.map(\.rawValue), own.compactMap(\.pattern)]
                : verdict == .match ? [["equal"]] : [own.compactMap(\.pattern)]
            return line(verdict.rawValue, parts) { $0.verdict == verdict }
        }
        lines += severities.map { severity in
            line(severity.rawValue, [kinds.filter { $0.severity == severity }.compactMap(\.pattern)]) {
                $0.severity == severity
            }
        }
        lines += patterns.map { pattern in line(pattern) { $0.pattern == pattern } }
        lines.append(line("equal") { $0.isEqualInBytes == true })
        for leaf in Set(differing.map(\.key.leaf)) {
            for isExplained in [true, false] {
                let shapes = differing.filter { $0.key.leaf == leaf && $0.isExplained == isExplained }.map(\.key)
                let with = { @Sendable (kind: CallKind, keys: [DifferenceKey]) in
                    kind.differences.contains { keys.contains($0.key) && $0.isExplained == isExplained }
                }
                let having = kinds.filter { with($0, shapes) }.compactMap(\.pattern)
                let name = "\(leaf.name) \(isExplained)"
                lines.append(line(name, [shapes.map { "\($0) \(isExplained)" }, having]) { with($0, shapes) })
                lines += shapes.map { shape in line("\(shape) \(isExplained)") { with($0, [shape]) } }
            }
        }
        return lines
    }()

    private static let parts: [[[Int]]] = {
        let places = Dictionary(uniqueKeysWithValues: lines.enumerated().map { ($1.name, $0) })
        return lines.enumerated().map { place, line in
            let parts = line.parts.map { $0.compactMap { places[$0] } }.filter { !$0.isEmpty }
            // The line itself, each part alone, and all parts together.
            return [[place]] + parts.flatMap { $0.map { [$0] } } + parts
        }
    }()

    /// The tables of all windows and sites, on every morning.
    private static func tables(
        _ evidence: RandomEvidence,
        _ counts: ([Int], EvidenceWindow?, EvidenceDay) -> any Counts
    ) -> [Table] {
        evidence.mornings.flatMap { morning in
            evidence.windows.flatMap { window in
                [[0, 1], [0], [1]].map { sites in
                    Table(
                        sites: Set(sites),
                        window: window,
                        morning: morning,
                        counts: counts(sites, window, morning)
                    )
                }
            }
        }
    }

    /// The numbers of calls of one to four people that two of the tables give away, if each makes `repeats` calls.
    private static func singledOut(_ tables: [Table], repeats: Int = 1) -> [String] {
        let figures = tables.map { table in lines.map { $0.count(table) } }
        var found: [String] = []
        for (outer, table) in tables.enumerated() {
            for (inner, other) in tables.enumerated() where table.contains(other) {
                for line in lines.indices {
                    guard let all = figures[outer][line] else { continue }
                    for some in parts[line] {
                        let rest = some.reduce(all) { $0 - (figures[inner][$1] ?? 0) }
                        if rest != 0 && rest < 5 * repeats { found.append("\(lines[line].name): \(rest) of \(all)") }
                    }
                }
            }
        }
        return found
    }

    @Test(
        "of 2,000 random sets, no two tables give away a number of one to four people, however often they call",
        arguments: [(repeats: 1, sets: 2_000), (repeats: 7, sets: 500)]
    )
    func published(_ repeats: Int, _ sets: Int) {
        var random = SplitMix64(seed: TestSeed.fixed(20_261_131))
        var shown = 0
        for _ in 0..<sets {
            let evidence = RandomEvidence(repeats: repeats, using: &random)
            #expect(evidence.windows.count { $0 == nil } == 1, "each text has to be a window")
            let batches = evidence.mornings.map { morning in
                (morning, evidence.calls.map { CallBatches(of: $0, before: morning) })
            }
            let tables = Self.tables(evidence) { sites, window, morning in
                let own = batches.first { $0.0 == morning }?.1 ?? []
                return Published(batches: CallBatches(joining: sites.map { own[$0] }).within(window))
            }
            shown += tables.count { $0.counts.calls { _ in true } != nil }
            #expect(Self.singledOut(tables, repeats: repeats) == [])
        }
        #expect(shown > 10 * sets, "tables have to show something")
    }

    @Test("blanks alone would give many away: the attack finds them")
    func blanked() {
        var random = SplitMix64(seed: TestSeed.fixed(20_261_131))
        let found = (0..<100).count { _ in
            let evidence = RandomEvidence(using: &random)
            let tables = Self.tables(evidence) { sites, window, morning in
                Blanked(
                    calls: sites.flatMap { evidence.calls[$0] }.filter { call in
                        call.day < morning && window.map { $0.days.contains(call.day) } ?? true
                    }
                )
            }
            return !Self.singledOut(tables).isEmpty
        }
        #expect(found > 50)
    }
}
