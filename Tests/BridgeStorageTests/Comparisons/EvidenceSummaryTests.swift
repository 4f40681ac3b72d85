import Bridge
import BridgeStorage
import Evidence
import Foundation
import SMSPContract
import Testing

/// Recorded calls come back as a summary.
@Suite("Summaries of comparisons") struct EvidenceSummaryTests {
    private static let surname = ValuedDifference.sample(.family, .case, .s4)
    private static let telecom = ValuedDifference.sample(.telecomValue, .different, .s2)

    private static func summary(
        _ calls: [ComparedCall],
        _ query: EvidenceQuery = EvidenceQuery()
    ) async throws -> EvidenceSummary {
        let file = try TemporaryStore()
        defer { file.remove() }
        return try await file.summary(calls, query)
    }

    @Test("a period has its parts, and the days of its calls")
    func period() async throws {
        let times = (0..<10).map { ComparedCall.time + Double($0 / 5) * 86_400 }
        let summary = try await Self.summary(times.enumerated().map { .sample($0, time: $1) })
        let period = try #require(summary.periods.first)
        #expect(summary.periods.count == 1)
        #expect(period.id == EvidencePeriod.sample().id)
        #expect(period.site == "RXX")
        #expect(period.operation == .getPatientDetailsByNHSNumber)
        #expect(
            [period.mappingHash, period.comparisonHash, period.profileHash, period.legacyEndpoint]
                == ["mapping-1", "comparison-1", "profile-1", "https://smsp.example.nhs.uk/pds"]
        )
        #expect(period.first == EvidenceDay(ComparedCall.time).start)
        #expect(period.last == EvidenceDay(ComparedCall.time + 86_400).start)
    }

    @Test("calls of a day count an hour after it is over")
    func closedDays() async throws {
        let midnight = EvidenceDay(ComparedCall.time).start + 86_400
        for (time, shown) in [(midnight - 1, nil), (midnight + 3599, nil), (midnight + 3600, 5)] as [(Date, Int?)] {
            let file = try TemporaryStore()
            defer { file.remove() }
            let store = try file.open(now: { time })
            for person in 0..<5 { store.enqueue(.sample(person, [Self.surname])) }
            await store.settle()
            let summary = try await store.evidence(EvidenceQuery())
            #expect(summary.periods.first?.verdicts[.mismatch]?.shown == shown)
            #expect(summary.patterns.count == (shown == nil ? 0 : 1))
        }
    }

    @Test("a period counts people, and calls by verdict, by severity and by what is equal in bytes")
    func periodCounts() async throws {
        let calls = (0..<6).flatMap { person -> [ComparedCall] in
            [
                .sample(person, isEqualInBytes: true), .sample(person, [Self.telecom, Self.surname]),
                .sample(person, [Self.surname]), .sample(person, verdict: .incomparable),
            ]
        }
        let period = try #require(try await Self.summary(calls).periods.first)
        #expect(period.subjects.shown == 5)
        #expect(period.verdicts.mapValues(\.shown) == [.match: 6, .mismatch: 12, .incomparable: 6])
        #expect(period.severities.mapValues(\.shown) == [.s2: 6, .s4: 6])
        #expect(period.equalInBytes.shown == 6)
    }

    @Test("strata count people, whichever others they were seen with")
    func strata() async throws {
        let calls = (0..<6).flatMap { person -> [ComparedCall] in
            [
                .sample(person, strata: [.deceased]), .sample(person, strata: [.deceased, .punctuatedName]),
            ]
        }
        let period = try #require(try await Self.summary(calls).periods.first)
        #expect(
            period.strata.mapValues(\.shown) == [.deceased: 5, .punctuatedName: 5]
        )
    }

    @Test("half of the calls took no longer than the median, 95% no longer than the other percentile")
    func latency() async throws {
        let calls = (0..<20).map { person -> ComparedCall in
            .sample(person, latencies: (.milliseconds(10 * person), person < 10 ? .milliseconds(7) : nil))
        }
        let period = try #require(try await Self.summary(calls).periods.first)
        #expect(period.legacyLatency == PeriodSummary.Latency(p50: 100, p95: 190))
        #expect(period.fhirLatency == PeriodSummary.Latency(p50: 7, p95: 7))
    }

    @Test("a leaf counts at its site and in its shape, explained and not, in the order of an answer")
    func leaves() async throws {
        let explained = ValuedDifference.sample(.family, .case, .s4, rule: "case-of-names")
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [
                .sample(person, [Self.telecom, Self.surname]), .sample(person, [explained]),
                .sample(person, [Self.surname], period: .sample(site: "RYY")),
            ]
        }
        let summary = try await Self.summary(calls)
        func row<Column>(_ count: LeafCount<Column>, _ column: String) -> String {
            let counts = [count.unexplained, count.explained].map { $0.shown.map(String.init) ?? "–" }
            return "\(count.leaf.name) \(column) \(count.severity.rawValue) \(counts.joined(separator: " "))"
        }
        #expect(
            summary.leavesBySite.map { row($0, $0.column) } == [
                "name/family RXX S4 5 5", "name/family RYY S4 5 –", "telecom/@value RXX S2 5 –",
                "telecom/@value RYY S2 – –",
            ]
        )
        #expect(
            summary.leavesByShape.map { row($0, $0.column.rawValue) } == [
                "name/family case S4 10 5", "name/family different S4 – –", "telecom/@value case S2 – –",
                "telecom/@value different S2 5 –",
            ]
        )
    }

    @Test("calls that differ in the same way have one pattern, of all sites, with the row of the latest")
    func pattern() async throws {
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
        let summary = try await Self.summary(calls)
        let pattern = try #require(summary.patterns.first)
        #expect(summary.patterns.count == 1)
        #expect(
            pattern.id
                == DifferencePattern(
                    .getPatientDetailsByNHSNumber,
                    [Self.telecom.difference, Self.surname.difference]
                ).id
        )
        #expect(pattern.sites == ["RXX", "RYY"])
        #expect(pattern.calls.shown == 10)
        #expect(pattern.differences.map(\.leaf.name) == ["name/family", "telecom/@value"])
        #expect(pattern.differences.map(\.shape) == [.case, .different])
        #expect(pattern.differences.map(\.severity) == [.s4, .s2])
        #expect(pattern.severity == .s2)
        #expect(pattern.outcomeRow == 4)
        let day = EvidenceDay(ComparedCall.time)
        #expect([pattern.first, pattern.last] == [day.start, day.start])
    }

    @Test("a wrong person who is the only one is there, with the week, and without a number")
    func rare() async throws {
        let wrongPerson = ValuedDifference.sample(.nhsNumber, .different, .s1)
        let summary = try await Self.summary((0..<4).map { .sample($0 % 1, [wrongPerson]) } + [.sample(9)])
        let pattern = try #require(summary.patterns.first)
        #expect(pattern.severity == .s1)
        #expect([pattern.calls, pattern.subjects] == [.blank, .blank])
        let monday = EvidenceDay(ComparedCall.time).monday
        #expect([pattern.first, pattern.last] == [monday.start, monday.advanced(by: 6).start])
        #expect(summary.periods.map(\.verdicts) == [[:]])
        #expect(summary.periods.map(\.severities) == [[:]])
    }

    @Test("a wrong person is named first, then what is most frequent, what rules explain last")
    func order() async throws {
        let explained = ValuedDifference.sample(.prefix, .missingFHIR, .s4, rule: "titles")
        let wrongPerson = ValuedDifference.sample(.nhsNumber, .different, .s1)
        let calls =
            [ComparedCall.sample(0, [wrongPerson]), .sample(0, [Self.telecom])]
            + (0..<6).map { .sample($0, [Self.surname]) } + (0..<8).map { .sample($0, [explained]) }
        let summary = try await Self.summary(calls)
        #expect(
            summary.patterns.map { $0.differences[0].leaf.name } == [
                "id[1]", "name/family", "telecom/@value", "name/prefix",
            ]
        )
    }

    @Test("a second query counts nowhere: its effect is in the record of the first")
    func again() async throws {
        let calls = (0..<5).flatMap { person -> [ComparedCall] in
            [.sample(person), .sample(person, [Self.surname], query: .requery)]
        }
        let summary = try await Self.summary(calls)
        #expect(summary.periods.first?.verdicts.mapValues(\.shown) == [.match: 5])
        #expect(summary.leavesBySite.isEmpty)
        #expect(summary.patterns.isEmpty)
    }

    @Test(
        "a difference that came and went, or came as the record moved, is in no table",
        arguments: [Verdict.transient, .skewed]
    )
    func passing(_ verdict: Verdict) async throws {
        let summary = try await Self.summary((0..<5).map { .sample($0, [Self.surname], verdict: verdict) })
        #expect(summary.periods.first?.verdicts.mapValues(\.shown) == [verdict: 5])
        #expect(summary.leavesBySite.isEmpty)
        #expect(summary.patterns.isEmpty)
    }

    @Test(
        "a query finds what fits it alone",
        arguments: [
            (EvidenceQuery(site: "RYY"), ["RYY getNHSNumber"]),
            (EvidenceQuery(operation: .verifyNHSNumber), ["RXX verifyNHSNumber"]),
            (EvidenceQuery(window: EvidenceWindow("2026-11-19")), ["RYY getNHSNumber"]),
            (EvidenceQuery(window: EvidenceWindow("2026-W47")), ["RYY getNHSNumber", "RXX verifyNHSNumber"]),
            (EvidenceQuery(window: EvidenceWindow("2026-W48")), []),
            (EvidenceQuery(site: "RZZ"), []),
        ]
    )
    func query(_ query: EvidenceQuery, _ expected: [String]) async throws {
        // The day after the first calls is 2026-11-19.
        let calls = [
            (EvidencePeriod.sample(operation: .verifyNHSNumber), 0.0),
            (.sample(site: "RYY", operation: .getNHSNumber), 86_400),
        ]
        .flatMap { period, later in
            (0..<5).map { ComparedCall.sample($0, period: period, time: ComparedCall.time + later) }
        }
        let summary = try await Self.summary(calls, query)
        #expect(summary.periods.map { "\($0.site) \($0.operation.rawValue)" } == expected)
    }
}
