import Bridge
import Evidence
import Foundation
import SMSPContract
import Testing

/// What was recorded comes back as findings.
@Suite("Findings of comparisons") struct FindingsTests {
    private static let surname = LeafDifference.sample(.family, .case, .s4)
    private static let telecom = LeafDifference.sample(.telecomValue, .different, .s2)

    private static func found(
        _ calls: [ComparedCall],
        _ query: EvidenceQuery = EvidenceQuery()
    ) async throws -> EvidenceSummary {
        let file = try TemporaryStore()
        defer { file.remove() }
        return try await file.found(calls, query)
    }

    @Test("a period has its parts, and its times to five minutes")
    func period() async throws {
        let times = [299.0, 301, 1000].map { ComparedCall.time + $0 }
        let found = try await Self.found(times.map { .sample(0, time: $0) })
        let period = try #require(found.periods.first)
        #expect(found.periods.count == 1)
        #expect(period.id == EvidencePeriod.sample().id)
        #expect(period.site == "RXX")
        #expect(period.operation == .getPatientDetailsByNHSNumber)
        #expect(
            [period.mappingHash, period.comparisonHash, period.profileHash, period.legacyEndpoint]
                == ["mapping-1", "comparison-1", "profile-1", "https://smsp.example.nhs.uk/pds"]
        )
        #expect(period.first == ComparedCall.time)
        #expect(period.last == ComparedCall.time + 900)
    }

    @Test("a period counts people, and calls by verdict, by severity and by what is equal in bytes")
    func periodCounts() async throws {
        let calls = (0..<6).flatMap { person -> [ComparedCall] in
            [
                .sample(person, isEqualInBytes: true), .sample(person, [Self.telecom, Self.surname]),
                .sample(person, [Self.surname]), .sample(person, verdict: .incomparable),
            ]
        }
        let period = try #require(try await Self.found(calls).periods.first)
        #expect(period.subjects.shown == 6)
        #expect(period.verdicts.mapValues(\.shown) == ["MATCH": 6, "MISMATCH": 12, "INCOMPARABLE": 6])
        #expect(period.severities.mapValues(\.shown) == ["S2": 6, "S4": 6])
        #expect(period.equalInBytes.shown == 6)
    }

    @Test("strata count people, whichever others they were seen with")
    func strata() async throws {
        let calls = (0..<6).flatMap { person -> [ComparedCall] in
            [
                .sample(person, strata: [.deceased]), .sample(person, strata: [.deceased, .punctuatedName]),
            ]
        }
        let period = try #require(try await Self.found(calls).periods.first)
        #expect(
            period.strata.mapValues(\.shown) == ["deceased": 6, "hyphen, apostrophe or diacritic": 6]
        )
    }

    @Test("half of the calls took no longer than the median, 95% no longer than the other percentile")
    func latency() async throws {
        let calls = (0..<20).map { person -> ComparedCall in
            .sample(person, latencies: (.milliseconds(10 * person), person < 10 ? .milliseconds(7) : nil))
        }
        let period = try #require(try await Self.found(calls).periods.first)
        #expect(period.legacyLatency == PeriodSummary.Latency(p50: 100, p95: 190))
        #expect(period.fhirLatency == PeriodSummary.Latency(p50: 7, p95: 7))
    }

    @Test("a leaf counts at its site and in its shape, explained and not, in the order of an answer")
    func leaves() async throws {
        let explained = LeafDifference.sample(.family, .case, .s4, rule: "case-of-names")
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [
                .sample(person, [Self.telecom, Self.surname]), .sample(person, [explained]),
                .sample(person, [Self.surname], period: .sample(site: "RYY")),
            ]
        }
        let found = try await Self.found(calls)
        func row(_ count: LeafCount) -> String {
            let counts = [count.unexplained, count.explained].map { $0.shown.map(String.init) ?? "blank" }
            return "\(count.leaf) \(count.column) \(count.severity) \(counts.joined(separator: " "))"
        }
        #expect(
            found.leavesBySite.map(row) == [
                "name/family RXX S4 5 5", "name/family RYY S4 5 0", "telecom/@value RXX S2 5 0",
            ]
        )
        #expect(found.leavesByShape.map(row) == ["name/family case S4 10 5", "telecom/@value different S2 5 0"])
    }

    @Test("calls that differ in the same way have one signature, of all sites, with the row of the latest")
    func signature() async throws {
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            ["RYY", "RXX"].map { site in
                .sample(
                    person,
                    [Self.surname, Self.telecom],
                    period: .sample(site: site),
                    time: ComparedCall.time + Double(person * 300),
                    outcomeRow: person
                )
            }
        }
        let found = try await Self.found(calls)
        let signature = try #require(found.signatures.first)
        #expect(found.signatures.count == 1)
        #expect(
            signature.id
                == DifferencePattern(
                    .getPatientDetailsByNHSNumber,
                    [("telecom/@value", "different"), ("name/family", "case")]
                ).id
        )
        #expect(signature.sites == ["RXX", "RYY"])
        #expect(signature.calls.shown == 10)
        #expect(signature.places.map(\.leaf) == ["name/family", "telecom/@value"])
        #expect(signature.places.map(\.shape) == ["case", "different"])
        #expect(signature.places.map(\.severity) == ["S4", "S2"])
        #expect(signature.severity == "S2")
        #expect(signature.outcomeRow == 4)
        #expect([signature.first, signature.last] == [ComparedCall.time, ComparedCall.time + 1200])
    }

    @Test("a wrong person is named first, then what is most frequent, what rules explain last")
    func order() async throws {
        let explained = LeafDifference.sample(.prefix, .missingFHIR, .s4, rule: "titles")
        let wrongPerson = LeafDifference.sample(.nhsNumber, .different, .s1)
        let calls =
            [ComparedCall.sample(0, [wrongPerson]), .sample(0, [Self.telecom])]
            + (0..<2).map { .sample($0, [Self.surname]) } + (0..<4).map { .sample($0, [explained]) }
        let found = try await Self.found(calls)
        #expect(
            found.signatures.map { $0.places[0].leaf } == ["id[1]", "name/family", "telecom/@value", "name/prefix"]
        )
    }

    @Test("a second asking counts nowhere: what it found is in the record of the first")
    func again() async throws {
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [.sample(person), .sample(person, [Self.surname], asking: .again)]
        }
        let found = try await Self.found(calls)
        #expect(found.periods.first?.verdicts.mapValues(\.shown) == ["MATCH": 5])
        #expect(found.leavesBySite.isEmpty)
        #expect(found.signatures.isEmpty)
    }

    @Test(
        "a difference that came and went, or came as the record moved, is in no table",
        arguments: ["TRANSIENT", "SKEWED"]
    )
    func passing(_ name: String) async throws {
        let verdict = try #require(Verdict(rawValue: name))
        let found = try await Self.found((0..<5).map { .sample($0, [Self.surname], verdict: verdict) })
        #expect(found.periods.first?.verdicts.mapValues(\.shown) == [name: 5])
        #expect(found.leavesBySite.isEmpty)
        #expect(found.signatures.isEmpty)
    }

    @Test(
        "a query finds what fits it alone",
        arguments: [
            (EvidenceQuery(site: "RYY"), ["RYY getNHSNumber"]),
            (EvidenceQuery(operation: .verifyNHSNumber), ["RXX verifyNHSNumber"]),
            (EvidenceQuery(from: ComparedCall.time + 599), ["RYY getNHSNumber"]),
            (EvidenceQuery(site: "RZZ"), []),
        ]
    )
    func query(_ query: EvidenceQuery, _ expected: [String]) async throws {
        let calls: [ComparedCall] = [
            .sample(0, period: .sample(operation: .verifyNHSNumber)),
            .sample(0, period: .sample(site: "RYY", operation: .getNHSNumber), time: ComparedCall.time + 300),
        ]
        let found = try await Self.found(calls, query)
        #expect(found.periods.map { "\($0.site) \($0.operation.rawValue)" } == expected)
    }
}
