import Foundation
import SMSPContract

@testable import Evidence

/// A small set of compared calls at two sites, in which nobody is asked about twice but for the repeats of one call: the
/// easiest case for an attacker.
struct RandomEvidence {
    /// The kinds of call that occur.
    static let kinds: [CallKind] = [
        CallKind(.match, isEqualInBytes: true), CallKind(.match, isEqualInBytes: false),
        differing(.expected, nil, [("title", .prefix, .missingFHIR, true)]),
        differing(.mismatch, .s3, [("surname", .family, .case, false)]),
        differing(.mismatch, .s2, [("home", .homePostalCode, .different, false), ("", .family, .case, false)]),
        differing(.mismatch, .s3, [("both", .family, .different, false), ("", .prefix, .missingFHIR, true)]),
        differing(.mismatch, .s1, [("person", .nhsNumber, .different, false)]),
        CallKind(.incomparable, isEqualInBytes: false),
    ]

    /// The calls of each site, in order of days.
    let calls: [[CountedCall]]
    let windows: [EvidenceWindow?]
    /// The days on which tables are published.
    let mornings: [EvidenceDay]

    private static let monday = EvidenceDay(number: 20_780)

    /// - Parameter repeats: how often each person is asked about, on one day and with one result.
    init(repeats: Int = 1, using random: inout some RandomNumberGenerator) {
        func one<Value>(of values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
        // A few kinds on a few days, so that counts are small, and of every size around five.
        let kinds = Array(Self.kinds.shuffled(using: &random).prefix(one(of: [1, 2, 3, 4])))
        let span = one(of: [3, 10, 60])
        let days = (0..<one(of: [1, 2, 3, 4, 5])).map { _ in
            Self.monday.advanced(by: Int.random(in: 0..<span, using: &random))
        }
        var person = 0
        calls = (0..<2).map { _ in
            (0..<Int.random(in: 0...30, using: &random)).flatMap { _ in
                person += 1
                let call = CountedCall(one(of: kinds), about: "person \(person)", on: one(of: days))
                return Array(repeating: call, count: repeats)
            }
            .sorted { $0.day < $1.day }
        }
        let chosen = [one(of: days), one(of: days)]
        windows = [nil] + chosen.flatMap(Self.windows)
        mornings = [chosen[1].advanced(by: 1), Self.monday.advanced(by: 100)]
    }

    /// The day, the week and the month of a day.
    private static func windows(of day: EvidenceDay) -> [EvidenceWindow?] {
        let utc = Date.ISO8601FormatStyle.iso8601
        let week = utc.year().weekOfYear().format(day.start)
        let thursday = day.monday.advanced(by: 3).start
        return [utc.year().month().day().format(day.start), week, utc.year().month().format(thursday)]
            .map { EvidenceWindow($0) }
    }

    private static func differing(
        _ verdict: Verdict,
        _ severity: Severity?,
        _ differences: [(String, SMSPLeaf, DifferenceShape, Bool)]
    ) -> CallKind {
        CallKind(
            verdict,
            severity: severity,
            pattern: differences[0].0,
            differences: Set(
                differences.map {
                    CallKind.Difference(DifferenceKey(leaf: .leaf($0.1), shape: $0.2), isExplained: $0.3)
                }
            ),
            isEqualInBytes: false
        )
    }
}
