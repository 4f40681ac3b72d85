import SMSPContract
import Synchronization
import Testing

@testable import Evidence

/// The calls that are queried again, the wait before that, and the effect on the first verdict.
@Suite struct RequeryTests {
    /// A rule that draws these numbers, the last one again and again.
    private static func requery(drawing numbers: Double...) -> Requery {
        let left = Mutex(numbers)
        return Requery(random: { left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? 0 } })
    }

    // MARK: - When

    @Test(
        "an unexplained difference is queried again after two to ten seconds",
        arguments: [(0.0, 2000), (0.25, 4000), (0.5, 6000), (0.999_999, 10_000)]
    )
    func delay(_ drawn: Double, _ milliseconds: Int) throws {
        let delay = try #require(Self.requery(drawing: drawn).delay(after: .sample(.mismatch, [.s3])))
        #expect(abs(delay / .milliseconds(1) - Double(milliseconds)) < 1)
        #expect(delay >= .seconds(2))
        #expect(delay < .seconds(10))
    }

    @Test(
        "what does not differ is queried again in one of a hundred cases",
        arguments: [Verdict.match, .expected],
        [(0.0, true), (0.009_9, true), (0.01, false), (0.5, false)]
    )
    func drawnMatch(_ verdict: Verdict, _ draw: (Double, Bool)) {
        let delay = Self.requery(drawing: draw.0, 0.5).delay(after: .sample(verdict))
        #expect(delay == (draw.1 ? .seconds(6) : nil))
    }

    @Test("what was not compared is not queried again", arguments: [Verdict.incomparable, .oneSided])
    func notCompared(_ verdict: Verdict) {
        #expect(Self.requery(drawing: 0).delay(after: .sample(verdict)) == nil)
    }

    // MARK: - How many

    /// The number of re-queries after `count` differences in a row at a share.
    private static func requeried(_ requery: Requery, ofDifferences count: Int, share: Double) -> Int {
        (0..<count).count { _ in
            requery.earn(share)
            return requery.delay(after: .sample(.mismatch, [.s1])) != nil
        }
    }

    @Test("re-queries are the share of the first ones, and at most one more", arguments: [0.01, 0.1, 0.5, 1])
    func share(_ share: Double) {
        let requeried = Self.requeried(Self.requery(drawing: 0), ofDifferences: 1000, share: share)
        #expect((Int(1000 * share) - 1...Int(1000 * share) + 1).contains(requeried))
    }

    @Test("with a share of nothing nothing is queried again")
    func noShare() {
        #expect(Self.requeried(Self.requery(drawing: 0), ofDifferences: 100, share: 0) == 0)
    }

    @Test("a quiet time saves up for ten re-queries, no more")
    func saved() {
        let requery = Self.requery(drawing: 0)
        for _ in 0..<10_000 { requery.earn(0.1) }
        #expect((0..<100).count { _ in requery.spend() } == 10)
    }

    @Test("a match that is not drawn spends nothing")
    func notDrawn() {
        let requery = Self.requery(drawing: 0.5)
        for _ in 0..<100 { _ = requery.delay(after: .sample(.match)) }
        #expect(requery.spend())
    }

    // MARK: - The verdict

    /// The results of the first query.
    private static let firsts: [AnswerComparison] =
        [.sample(.match), .sample(.expected), .sample(.incomparable), .sample(.oneSided)]
        + Severity.allCases.map { .sample(.mismatch, [$0]) } + [.sample(.mismatch, [.s3, .s1])]

    /// The verdict by the words of docs/evidence.md §2.
    private static func expected(_ first: AnswerComparison, _ again: Verdict, hasMoved: Bool) -> Verdict {
        guard first.verdict == .mismatch else { return first.verdict }
        let isGone = again == .match || again == .expected
        let isGrave = first.differences.contains { [.s1, .s2].contains($0.severity) }
        return switch (isGone, hasMoved, again == .expected, isGrave) {
        case (false, _, _, _): .mismatch
        case (true, true, _, _): .skewed
        case (true, false, true, _): .expected
        case (true, false, false, true): .mismatch
        case (true, false, false, false): .transient
        }
    }

    @Test(
        "every first verdict with every second one, the record moved or not",
        arguments: Verdict.allCases,
        [false, true]
    )
    func verdict(_ again: Verdict, _ hasMoved: Bool) {
        for first in Self.firsts {
            // What is expected the second time is the same difference, which a rule explains then.
            let second = AnswerComparison.sample(
                again,
                again == .mismatch ? [.s4] : [],
                explained: again == .expected ? [.s4] : []
            )
            let verdict = Requery.verdict(first: first, again: second, hasMoved: hasMoved)
            let text = "\(first.verdict) \(first.differences.map(\.severity)), then \(again)"
            #expect(verdict == Self.expected(first, again, hasMoved: hasMoved), "\(text)")
        }
    }

    @Test(
        "a wrong person or a wrong route of care that is gone the second time still counts",
        arguments: [Severity.s1, .s2]
    )
    func neverTransient(_ severity: Severity) {
        let first = AnswerComparison.sample(.mismatch, [severity])
        #expect(Requery.verdict(first: first, again: .sample(.match), hasMoved: false) == .mismatch)
        #expect(Requery.verdict(first: first, again: .sample(.match), hasMoved: true) == .skewed)
    }

    @Test(
        "a rule that explains the second time what was found the first time explains it, however grave",
        arguments: Severity.allCases
    )
    func explainedAgain(_ severity: Severity) {
        let again = AnswerComparison.sample(.expected, explained: [severity])
        let first = AnswerComparison.sample(.mismatch, [severity])
        #expect(Requery.verdict(first: first, again: again, hasMoved: false) == .expected)
    }

    @Test(
        "a rule that explains another difference the second time explains nothing of one that is gone",
        arguments: [(Severity.s1, Verdict.mismatch), (.s2, .mismatch), (.s3, .transient), (.s4, .transient)]
    )
    func explainedElsewhere(_ severity: Severity, _ verdict: Verdict) {
        let again = AnswerComparison.sample(.expected, explained: [.s4], in: .homeLines)
        let first = AnswerComparison.sample(.mismatch, [severity])
        #expect(Requery.verdict(first: first, again: again, hasMoved: false) == verdict)
        #expect(Requery.verdict(first: first, again: again, hasMoved: true) == .skewed)
    }

    @Test("a difference that a rule explained beside one that none does is not what counts")
    func explainedBeside() {
        let first = AnswerComparison.sample(.mismatch, [.s4], explained: [.s1])
        #expect(Requery.verdict(first: first, again: .sample(.match), hasMoved: false) == .transient)
    }
}
