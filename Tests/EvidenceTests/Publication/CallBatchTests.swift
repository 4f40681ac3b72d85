import Foundation
import SMSPContract
import SeededRandom
import Testing

@testable import Evidence

/// Calls count in batches of five people, when a day closes.
@Suite struct CallBatchTests {
    /// A Monday.
    private static let monday = EvidenceDay(number: 20_780)
    private static let match = CallKind(.match, isEqualInBytes: true)

    private static func differing(_ pattern: String, _ leaves: [SMSPLeaf], _ severity: Severity = .s3) -> CallKind {
        let differences = leaves.map {
            CallKind.Difference(DifferenceKey(leaf: .leaf($0), shape: .case), isExplained: false)
        }
        return CallKind(
            .mismatch,
            severity: severity,
            pattern: pattern,
            differences: Set(differences),
            isEqualInBytes: false
        )
    }

    private static func calls(_ kind: CallKind, _ people: Range<Int>, day: Int = 0, times: Int = 1) -> [CountedCall] {
        people.flatMap { person in
            (0..<times).map { _ in CountedCall(kind, about: "\(person)", on: monday.advanced(by: day)) }
        }
    }

    private static func batches(_ calls: [CountedCall], before day: Int) -> CallBatches {
        CallBatches(of: calls, before: monday.advanced(by: day))
    }

    @Test("calls of a day count once it is closed")
    func closed() {
        let calls = Self.calls(Self.match, 0..<7)
        #expect(Self.batches(calls, before: 0).verdicts == [:])
        #expect(Self.batches(calls, before: 1).verdicts.mapValues(\.shown) == [.match: 7])
    }

    @Test("seven people of whom six match: the seventh is told by no count")
    func oneOfSeven() {
        let batches = Self.batches(
            Self.calls(Self.match, 0..<6) + Self.calls(Self.differing("a", [.family]), 6..<7),
            before: 7
        )
        #expect(batches.verdicts.mapValues(\.shown) == [.match: 6])
        #expect(batches.people.shown == 5)
    }

    @Test("calls of fewer than five people wait for others, however many they are")
    func waiting() {
        let few = Self.calls(Self.match, 0..<4, times: 10)
        #expect(Self.batches(few, before: 30).calls { _ in true } == .blank)
        let more = few + Self.calls(Self.match, 4..<5, day: 8)
        #expect(Self.batches(more, before: 8).calls { _ in true } == .blank)
        #expect(Self.batches(more, before: 9).calls { _ in true }.shown == 41)
    }

    @Test("calls about nobody who is known count with those of five people, never by themselves")
    func nobodyKnown() {
        let unknown = (0..<9).map { _ in CountedCall(Self.match, about: nil, on: Self.monday) }
        #expect(Self.batches(unknown, before: 30).calls { _ in true } == .blank)
        #expect(Self.batches(unknown + Self.calls(Self.match, 0..<5), before: 30).calls { _ in true }.shown == 14)
    }

    @Test("what was published of a day does not depend on later ones")
    func stable() {
        let first = Self.calls(Self.match, 0..<6) + Self.calls(Self.differing("a", [.family]), 6..<9)
        let more = first + Self.calls(Self.differing("a", [.family]), 9..<12, day: 1)
        #expect(Self.batches(more, before: 1).batches == Self.batches(first, before: 1).batches)
        #expect(Self.batches(more, before: 2).batches.prefix(1) == Self.batches(first, before: 1).batches.prefix(1))
    }

    @Test("the batches of a day are the same in whatever order its calls are read")
    func ordered() {
        let leaves: [SMSPLeaf] = [.family, .prefix, .birthTime, .homePostalCode, .nhsNumber]
        // Each person has two patterns, and is new in the first of them alone.
        let calls = leaves.enumerated().flatMap { index, leaf in
            Self.calls(Self.differing("pattern \(index)", [leaf]), index * 4..<index * 4 + 8)
        }
        var random = SplitMix64(seed: TestSeed.fixed(20_261_128))
        let first = Self.batches(calls, before: 1).batches
        #expect(first.count == leaves.count)
        for _ in 0..<50 { #expect(Self.batches(calls.shuffled(using: &random), before: 1).batches == first) }
    }

    @Test("at the end of a week, rare patterns count by the difference that they share")
    func shared() {
        let calls =
            Self.calls(Self.differing("a", [.family, .prefix]), 0..<3)
            + Self.calls(Self.differing("b", [.family, .given]), 3..<6)
        #expect(Self.batches(calls, before: 6).verdicts == [:])
        let batches = Self.batches(calls, before: 7)
        #expect(batches.calls(differingIn: .leaf(.family), isExplained: false).shown == 6)
        #expect(batches.calls(differingIn: .leaf(.prefix), isExplained: false) == .blank)
        #expect(batches.counts(by: \.pattern) == [:])
        #expect(batches.severities.mapValues(\.shown) == [.s3: 6])
    }

    @Test("what shares no difference counts by severity, and else by verdict")
    func coarse() {
        let apart = Self.calls(Self.differing("a", [.family]), 0..<3) + Self.calls(Self.differing("b", [.given]), 3..<6)
        #expect(Self.batches(apart, before: 7).severities.mapValues(\.shown) == [.s3: 6])
        let mixed =
            Self.calls(Self.differing("a", [.family]), 0..<3) + Self.calls(Self.differing("b", [.given], .s2), 3..<6)
        #expect(Self.batches(mixed, before: 7).severities == [:])
        #expect(Self.batches(mixed, before: 7).verdicts.mapValues(\.shown) == [.mismatch: 6])
    }

    @Test("compared and not compared calls add up to the calls; a reason of few is told with others, or waits")
    func coverage() {
        func failed(_ reason: NotCompared, _ people: Range<Int>) -> [CountedCall] {
            Self.calls(CallKind(.incomparable, isEqualInBytes: false, notCompared: reason), people)
        }
        let calls =
            Self.calls(Self.match, 0..<20) + failed(.legacyCharset, 20..<27) + failed(.legacyNotSMSP, 27..<30)
            + failed(.legacyTooLarge, 30..<33)
        let coverage = Self.batches(calls, before: 7).coverage
        #expect([coverage.calls.shown, coverage.compared.shown] == [33, 20])
        #expect(coverage.notCompared.mapValues(\.shown) == [.legacyCharset: 7, .untold: 6])
        let before = Self.batches(calls, before: 6).coverage
        #expect([before.calls.shown, before.compared.shown] == [27, 20])
        #expect(before.notCompared.mapValues(\.shown) == [.legacyCharset: 7])
    }

    @Test("people count once, in steps of five", arguments: [(4, nil), (5, 5), (9, 5), (10, 10), (14, 10)])
    func people(_ people: Int, _ shown: Int?) {
        let calls = Self.calls(Self.match, 0..<people, times: 2) + Self.calls(Self.match, 0..<people, day: 1)
        #expect(Self.batches(calls, before: 7).people.shown == shown)
        #expect(SmallCount(inSteps: people).shown == shown)
    }

    @Test("a batch is in the windows that hold all of its days")
    func windows() throws {
        let calls = Self.calls(Self.match, 0..<3) + Self.calls(Self.match, 3..<6, day: 2)
        let batches = Self.batches(calls, before: 7)
        let day = try #require(EvidenceWindow("2026-11-23"))
        let week = try #require(EvidenceWindow("2026-W48"))
        #expect(day.days.lowerBound == Self.monday)
        #expect(batches.within(day).calls { _ in true } == .blank)
        #expect(batches.within(week).calls { _ in true }.shown == 6)
    }
}

/// The one grid of days, weeks and months.
@Suite struct EvidenceWindowTests {
    @Test(
        "a window is a day, a week or the weeks whose Thursday is in a month",
        arguments: [
            ("2026-11-23", "2026-11-23", "2026-11-24"), ("2026-W48", "2026-11-23", "2026-11-30"),
            ("2026-W53", "2026-12-28", "2027-01-04"), ("2025-W01", "2024-12-30", "2025-01-06"),
            ("2026-11", "2026-11-02", "2026-11-30"), ("2026-12", "2026-11-30", "2027-01-04"),
            ("2026-10", "2026-09-28", "2026-11-02"),
        ]
    )
    func days(_ text: String, _ first: String, _ end: String) throws {
        let window = try #require(EvidenceWindow(text))
        #expect(UTCTime.text(of: window.days.lowerBound.start).hasPrefix(first))
        #expect(UTCTime.text(of: window.days.upperBound.start).hasPrefix(end))
    }

    @Test(
        "no other span is a window",
        arguments: [
            "", "2026", "2026-11-23T09:30:00Z", "2026-11-31", "2026-13", "2026-00", "2026-W00", "2026-W54", "2025-W53",
            "yesterday", " 2026-11", "2026-1",
        ]
    )
    func refused(_ text: String) {
        #expect(EvidenceWindow(text) == nil)
    }

    @Test("days fit into weeks and weeks into months")
    func nested() throws {
        let months = try (1...12).map { month in
            try #require(EvidenceWindow("2026-\(month < 10 ? "0" : "")\(month)"))
        }
        #expect(zip(months, months.dropFirst()).allSatisfy { $0.days.upperBound == $1.days.lowerBound })
        #expect(months.allSatisfy { $0.days.lowerBound.monday == $0.days.lowerBound })
    }
}
