import Evidence
import Foundation
import NHSIdentifiers
import SMSPContract
import Testing

@testable import Bridge

/// Verdicts for `/metrics`, which grow by five people at once.
@Suite struct ComparisonTallyTests {
    private static let people = (9_990_000_000..<9_990_000_200).compactMap { NHSNumber(String($0)) }

    /// A call about the person of an index.
    private static func call(
        _ person: Int?,
        _ verdict: Verdict = .match,
        site: String = "RXX",
        operation: SMSPOperation = .getNHSNumber,
        mapping: String = "mapping-1",
        query: ComparedCall.Query = .first
    ) -> ComparedCall {
        ComparedCall(
            period: EvidencePeriod(
                site: site,
                operation: operation,
                mappingHash: mapping,
                comparisonHash: "comparison",
                profileHash: "profile",
                legacyEndpoint: "https://smsp.example.nhs.uk/pds"
            ),
            time: Date(timeIntervalSince1970: 1_795_000_000),
            state: .shadow,
            query: query,
            verdict: verdict,
            isEqualInBytes: true,
            isRequeried: false,
            outcomes: ("SMSP-0000", "SMSP-0000"),
            strata: [],
            forms: [],
            differences: [],
            values: [],
            outcomeRow: nil,
            latencies: (nil, nil),
            subject: person.map { .number(people[$0]) }
        )
    }

    /// What is shown once `calls` are counted: `RXX getNHSNumber MATCH 5`.
    private static func shown(_ calls: [ComparedCall]) -> [String] {
        let tally = ComparisonTally()
        for call in calls { tally.count(call) }
        return tally.samples.map { sample in
            #expect(sample.metric == .comparisons)
            return (sample.labels + [String(Int(sample.value))]).joined(separator: " ")
        }
    }

    @Test("calls about four people are not shown, however many they are")
    func four() {
        #expect(Self.shown((0..<40).map { Self.call($0 % 4) }) == [])
    }

    @Test("between two readings there are calls of five people at least, or none")
    func steps() {
        let tally = ComparisonTally()
        let readings = (0..<13).map { person in
            tally.count(Self.call(person))
            return tally.samples.first.map { Int($0.value) } ?? 0
        }
        #expect(Set(readings) == [0, 5, 10])
        let before = tally.samples.map(\.value)
        for _ in 0..<40 { tally.count(Self.call(12)) }
        #expect(tally.samples.map(\.value) == before)
    }

    @Test("calls about five people are shown, every one of them")
    func five() {
        #expect(Self.shown((0..<40).map { Self.call($0 % 5) }) == ["RXX getNHSNumber MATCH 40"])
    }

    @Test("each verdict, site and operation has people of its own")
    func cells() {
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [
                Self.call(person), Self.call(person, .mismatch, site: "RYY"),
                Self.call(person, operation: .verifyNHSNumber), Self.call(person % 4, .mismatch),
                Self.call(person % 4, .transient),
            ]
        }
        #expect(
            Self.shown(calls) == [
                "RXX getNHSNumber MATCH 5", "RXX verifyNHSNumber MATCH 5", "RYY getNHSNumber MISMATCH 5",
            ]
        )
    }

    @Test("every verdict is counted under its name", arguments: Verdict.allCases)
    func verdicts(_ verdict: Verdict) {
        #expect(Self.shown((0..<6).map { Self.call($0, verdict) }) == ["RXX getNHSNumber \(verdict.rawValue) 5"])
    }

    @Test("calls of two periods count together")
    func periods() {
        let calls = (0..<6).map { Self.call($0, mapping: $0 < 3 ? "mapping-1" : "mapping-2") }
        #expect(Self.shown(calls) == ["RXX getNHSNumber MATCH 5"])
    }

    @Test("a second query is not counted")
    func again() {
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [Self.call(person), Self.call(person, query: .requery)]
        }
        #expect(Self.shown(calls) == ["RXX getNHSNumber MATCH 5"])
    }

    @Test("calls of which nothing tells whom they are about may all be about one person, and are not shown")
    func nobodyKnown() {
        #expect(Self.shown((0..<10).map { _ in Self.call(nil) }) == [])
    }

    @Test("such calls are counted beside those of people who are known")
    func someKnown() {
        #expect(Self.shown([nil, nil, 0, 1, 2, 3, 4].map { Self.call($0) }) == ["RXX getNHSNumber MATCH 7"])
    }
}
