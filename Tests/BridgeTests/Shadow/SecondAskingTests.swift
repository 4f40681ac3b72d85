import SMSPContract
import Testing

@testable import Bridge
@testable import Comparison

/// When both sides are asked a second time, and what that makes of the first verdict.
@Suite struct SecondAskingTests {
    private static func comparison(_ verdict: Verdict, _ severity: Severity = .s3) -> AnswerComparison {
        let difference = LeafDifference(
            leaf: .leaf(.family),
            shape: .different,
            severity: severity,
            rule: verdict == .expected ? "rule" : nil,
            values: ComparedValues(legacy: [], fhir: [])
        )
        return AnswerComparison(
            verdict: verdict,
            differences: [.mismatch, .expected].contains(verdict) ? [difference] : [],
            isEqualInBytes: verdict == .match,
            outcomes: ("SMSP-0000", "SMSP-0000"),
            strata: ([], [])
        )
    }

    @Test("a difference is asked about again after two to ten seconds", arguments: [0.0, 0.5, 0.999])
    func delay(_ drawn: Double) throws {
        let asking = SecondAsking(random: { drawn })
        let delay = try #require(asking.delay(after: Self.comparison(.mismatch)))
        #expect((delay - (.seconds(2) + .seconds(8) * drawn)) < .milliseconds(1))
        #expect(delay >= .seconds(2) && delay <= .seconds(10))
    }

    @Test("of what does not differ one in a hundred is asked about again", arguments: [Verdict.match, .expected])
    func matches(_ verdict: Verdict) {
        #expect(SecondAsking(random: { 0.0099 }).delay(after: Self.comparison(verdict)) != nil)
        #expect(SecondAsking(random: { 0.01 }).delay(after: Self.comparison(verdict)) == nil)
    }

    @Test("what could not be compared is not asked about again")
    func incomparable() {
        #expect(SecondAsking(random: { 0 }).delay(after: Self.comparison(.incomparable)) == nil)
    }

    @Test("second askings are at most their share of the first ones, and ten can be saved up")
    func share() {
        let asking = SecondAsking(random: { 0.5 })
        for _ in 0..<1_000 { asking.earn(0.1) }
        let made = (0..<50).count { _ in asking.delay(after: Self.comparison(.mismatch)) != nil }
        #expect(made == 10)
        for _ in 0..<9 { asking.earn(0.1) }
        #expect(!asking.spend())
        asking.earn(0.1001)
        #expect(asking.spend())
    }

    @Test("a difference that is still there stands, whatever its severity", arguments: Severity.allCases)
    func stays(_ severity: Severity) {
        let first = Self.comparison(.mismatch, severity)
        #expect(SecondAsking.verdict(first: first, again: first, hasMoved: false) == .mismatch)
        #expect(SecondAsking.verdict(first: first, again: first, hasMoved: true) == .mismatch)
    }

    @Test("one that is gone was transient, but for S1 and S2, which still count", arguments: Severity.allCases)
    func gone(_ severity: Severity) {
        let first = Self.comparison(.mismatch, severity)
        let expected: Verdict = [.s1, .s2].contains(severity) ? .mismatch : .transient
        #expect(SecondAsking.verdict(first: first, again: Self.comparison(.match), hasMoved: false) == expected)
    }

    @Test("one that is gone since the record moved is skewed, also of S1")
    func moved() {
        let first = Self.comparison(.mismatch, .s1)
        #expect(SecondAsking.verdict(first: first, again: Self.comparison(.match), hasMoved: true) == .skewed)
    }

    @Test("one that a rule explains the second time is expected, also of S1")
    func explained() {
        let first = Self.comparison(.mismatch, .s1)
        #expect(SecondAsking.verdict(first: first, again: Self.comparison(.expected), hasMoved: false) == .expected)
    }

    @Test("a second asking that fails leaves the difference as it was found")
    func failed() {
        let first = Self.comparison(.mismatch, .s4)
        #expect(SecondAsking.verdict(first: first, again: Self.comparison(.incomparable), hasMoved: false) == .mismatch)
    }

    @Test("a match stays one, whatever the second asking finds")
    func match() {
        let first = Self.comparison(.match)
        #expect(SecondAsking.verdict(first: first, again: Self.comparison(.mismatch), hasMoved: false) == .match)
    }
}
