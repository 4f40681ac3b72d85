import Evidence
import Foundation
import SMSPContract
import Testing

@testable import Bridge
@testable import BridgeStorage
@testable import Comparison

/// What is read back of records, and what is not.
@Suite struct EvidenceFoundTests {
    private static func found(
        _ calls: [ComparedCall],
        _ query: EvidenceQuery = EvidenceQuery()
    ) async throws -> EvidenceFound {
        let file = try TemporaryStore()
        let store = try file.open()
        for call in calls { store.enqueue(call) }
        await store.settle()
        return try await store.evidence(query)
    }

    @Test("records come back as a period, as counts by leaf, and as calls that differ in the same way")
    func readBack() async throws {
        let calls =
            (0..<6).map { ComparedCall.draft($0) } + (6..<20).map { .draft($0, verdict: .match, differences: []) }
        let found = try await Self.found(calls)
        let period = try #require(found.periods.first)
        #expect(found.periods.count == 1)
        #expect(period.subjects.shown == 20)
        #expect(period.verdicts.mapValues(\.shown) == ["MATCH": 14, "MISMATCH": 6])
        #expect(period.severities.mapValues(\.shown) == ["S3": 6])
        #expect(period.equalInBytes.shown == 14)
        #expect(period.strata.mapValues(\.shown) == ["deceased": 20])
        #expect(period.legacyLatency == PeriodFound.Latency(p50: 30, p95: 39))
        #expect(
            found.leavesBySite.map { [$0.leaf, $0.column, "\($0.unexplained.shown ?? -1)"] } == [
                ["name/family", "RXX", "6"]
            ]
        )
        #expect(found.leavesByShape.map(\.column) == ["prefix"])
        let signature = try #require(found.signatures.first)
        #expect(signature.calls.shown == 6)
        #expect(signature.outcomeRow == 8)
        #expect(signature.gravest?.leaf == "name/family")
    }

    @Test("the same letter stands for the same value, and a leaf of few values has none")
    func letters() async throws {
        let found = try await Self.found(
            (0..<6).map { person in
                .draft(
                    person,
                    differences: [
                        .draft(.family, "Same", "Same"), .draft(.given, "One", "Other"),
                        .draft(.administrativeGender, "1", "2", shape: .codeDifferent),
                    ]
                )
            }
        )
        let places = try #require(found.signatures.first?.places)
        #expect(places.map { $0.legacy ?? ["-"] } == [["A"], ["B"], ["-"]])
        #expect(places.map { $0.fhir ?? ["-"] } == [["A"], ["C"], ["-"]])
    }

    @Test("every count of four people is blank, and of five is shown", arguments: [4, 5])
    func smallCounts(_ people: Int) async throws {
        // Many calls about few people are no more than few people.
        let found = try await Self.found((0..<people).flatMap { person in (0..<9).map { _ in .draft(person) } })
        let period = try #require(found.periods.first)
        let signature = try #require(found.signatures.first)
        let counts = [
            period.subjects, period.verdicts["MISMATCH"], period.severities["S3"], period.strata["deceased"],
            signature.calls, signature.subjects, found.leavesBySite.first?.unexplained,
            found.leavesByShape.first?.unexplained,
        ]
        #expect(counts.allSatisfy { $0 != nil })
        #expect(counts.allSatisfy { ($0?.shown != nil) == (people == 5) })
        #expect((period.legacyLatency != nil) == (people == 5))
        #expect((period.fhirLatency != nil) == (people == 5))
    }

    @Test("tables and signatures are of the latest mapping, and periods of every one")
    func latestPeriod() async throws {
        let found = try await Self.found(
            (0..<6).map { ComparedCall.draft($0) }
                + (0..<6).map { .draft($0, verdict: .match, mapping: "mapping-2", differences: []) }
        )
        #expect(Set(found.periods.map(\.mappingHash)) == ["mapping-1", "mapping-2"])
        #expect(found.signatures.isEmpty)
        #expect(found.leavesBySite.isEmpty)
    }

    @Test("second askings count nothing")
    func secondAskings() async throws {
        let found = try await Self.found(
            (0..<6).flatMap { [.draft($0), .draft($0, verdict: .match, asking: .again, differences: [])] }
        )
        #expect(found.periods.first?.verdicts.mapValues(\.shown) == ["MISMATCH": 6])
    }

    @Test("a wrong person comes first, then what is most frequent, and what rules explain last")
    func order() async throws {
        func calls(_ people: Range<Int>, _ difference: LeafDifference, _ verdict: Verdict) -> [ComparedCall] {
            people.map { .draft($0, verdict: verdict, differences: [difference]) }
        }
        let found = try await Self.found(
            calls(0..<30, .draft(.practiceName, "a", "b", rule: "practice-directory"), .expected)
                + calls(30..<45, .draft(.family, "a", "b"), .mismatch)
                + calls(45..<55, .draft(.homePostalCode, "a", "b", severity: .s2), .mismatch)
                + calls(55..<60, .draft(.birthTime, "a", "b", severity: .s1), .mismatch)
        )
        #expect(found.signatures.map(\.severity) == ["S1", "S3", "S2", "S3"])
        #expect(found.signatures.map(\.isExplained) == [false, false, false, true])
    }

    @Test("a query by signature or by time finds no more than that")
    func queries() async throws {
        let late = Date(timeIntervalSince1970: 1_795_086_400)
        let calls =
            (0..<6).map { ComparedCall.draft($0) }
            + (6..<12).map {
                .draft($0, time: late, differences: [.draft(.given, "a", "b")])
            }
        let all = try await Self.found(calls)
        let signature = try #require(all.signatures.first { $0.gravest?.leaf == "name/given[1]" })
        #expect(
            try await Self.found(calls, EvidenceQuery(signature: signature.id)).signatures.map(\.id) == [signature.id]
        )
        #expect(try await Self.found(calls, EvidenceQuery(from: late)).periods.first?.subjects.shown == 6)
        #expect(try await Self.found(calls, EvidenceQuery(site: "RYY")).periods.isEmpty)
    }
}
