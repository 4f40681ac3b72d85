import Bridge
import BridgeStorage
import Evidence
import SMSPContract
import Testing

/// A count of fewer than five people is blank, or left out, wherever it stands.
@Suite struct SmallCountTests {
    /// Everything that is counted of calls about `people`, by name; nil where it is blank.
    private static func counts(people: Int, eachAsked times: Int = 1) async throws -> [String: Int?] {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = (0..<people).flatMap { person in
            (0..<times).flatMap { _ in [matching(person), differing(person)] }
        }
        return try counts(in: try await file.summary(calls))
    }

    private static func matching(_ person: Int?) -> ComparedCall {
        .sample(
            person,
            isEqualInBytes: true,
            strata: [.deceased],
            latencies: (.milliseconds(1), .milliseconds(2))
        )
    }

    private static func differing(_ person: Int?) -> ComparedCall {
        .sample(person, [.sample(.family, .case, .s4), .sample(.prefix, .missingFHIR, .s4, rule: "titles")])
    }

    private static func counts(in summary: EvidenceSummary) throws -> [String: Int?] {
        let period = try #require(summary.periods.first)
        let pattern = try #require(summary.patterns.first)
        var counts: [String: Int?] = [
            "subjects": period.subjects.shown, "equal in bytes": period.equalInBytes.shown,
            "legacy latency": period.legacyLatency?.p50, "fhir latency": period.fhirLatency?.p50,
            "pattern calls": pattern.calls.shown, "pattern subjects": pattern.subjects.shown,
        ]
        for (name, count) in period.verdicts { counts["verdict \(name.rawValue)"] = count.shown }
        for (name, count) in period.severities { counts["severity \(name.rawValue)"] = count.shown }
        for (name, count) in period.strata { counts["stratum \(name.rawValue)"] = count.shown }
        func shown<Column>(_ count: LeafCount<Column>) -> Int? {
            (count.leaf == .leaf(.family) ? count.unexplained : count.explained).shown
        }
        // A leaf has a place in every column; that of another leaf's shape is blank.
        let blanks: [String: Int?] = Dictionary(
            summary.leavesBySite.map { ("\($0.leaf.name) by site", shown($0)) }
                + summary.leavesByShape.map { ("\($0.leaf.name) by shape", shown($0)) }
        ) { $0 ?? $1 }
        counts.merge(blanks) { $1 }
        return counts
    }

    /// What is there in each summary; the others are left out where they would be blank.
    private static let fixed: Set<String> = [
        "subjects", "equal in bytes", "legacy latency", "fhir latency", "pattern calls", "pattern subjects",
        "name/family by site", "name/family by shape", "name/prefix by site", "name/prefix by shape",
    ]
    private static let names = fixed.union([
        "verdict MATCH", "verdict MISMATCH", "severity S4", "stratum deceased",
    ])

    @Test("with four people every count and every latency is blank, however many calls they made", arguments: [1, 10])
    func four(_ times: Int) async throws {
        let counts = try await Self.counts(people: 4, eachAsked: times)
        #expect(Set(counts.keys) == Self.fixed)
        #expect(counts.filter { $0.value != nil }.keys.sorted() == [])
    }

    @Test("with five people every count and every latency is shown")
    func five() async throws {
        let counts = try await Self.counts(people: 5)
        #expect(Set(counts.keys) == Self.names)
        #expect(counts.filter { $0.value == nil }.keys.sorted() == [])
        #expect(counts["subjects"] == 5)
        #expect(counts["verdict MISMATCH"] == 5)
    }

    @Test("one person who differs is blank among many who do not")
    func oneAmongMany() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let counts = try Self.counts(
            in: try await file.summary((0..<8).map { Self.matching($0) } + [Self.differing(8)])
        )
        #expect(Set(counts.keys) == Self.fixed.union(["verdict MATCH", "stratum deceased"]))
        let blank = counts.filter { $0.value == nil }.keys
        #expect(
            Set(blank) == [
                "pattern calls", "pattern subjects", "name/family by site", "name/family by shape",
                "name/prefix by site", "name/prefix by shape",
            ]
        )
        #expect([counts["verdict MATCH"], counts["subjects"]] == [8, 5])
    }

    @Test("calls of which nothing tells whom they are about may all be about one person")
    func nobodyKnown() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = (0..<10).flatMap { _ in [Self.matching(nil), Self.differing(nil)] }
        let counts = try Self.counts(in: try await file.summary(calls))
        #expect(counts.filter { $0.value != nil } == [:])
    }

    /// Every count of tables and patterns over `calls`.
    private static func tables(_ calls: [ComparedCall], _ file: TemporaryStore) async throws -> [Int?] {
        let summary = try await file.summary(calls)
        return summary.leavesBySite.map(\.unexplained.shown) + summary.leavesByShape.map(\.unexplained.shown)
            + summary.patterns.flatMap { [$0.calls.shown, $0.subjects.shown] }
    }

    @Test("one person who is queried by every operation is one, in the table of a site too")
    func allOperations() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = SMSPOperation.allCases.map { operation in
            ComparedCall.sample(0, [.sample(.family, .case, .s4)], period: .sample(operation: operation))
        }
        let counts = try await Self.tables(calls, file)
        #expect(counts.count == 12)
        #expect(counts.allSatisfy { $0 == nil })
    }

    @Test("three people who are known at two sites are three, in a pattern of both too")
    func twoSites() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = (0..<6).map { number in
            ComparedCall.sample(
                number % 3,
                [.sample(.family, .case, .s4)],
                period: .sample(site: number < 3 ? "RXX" : "RYY")
            )
        }
        let counts = try await Self.tables(calls, file)
        #expect(counts.count == 5)
        #expect(counts.allSatisfy { $0 == nil })
    }

    @Test("a sixth person at another site than five is in no sum of both")
    func fiveAndOne() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = (0..<6).map { number in
            ComparedCall.sample(
                number,
                [.sample(.family, .case, .s4)],
                period: .sample(site: number < 5 ? "RXX" : "RYY")
            )
        }
        #expect(try await Self.tables(calls, file) == [5, nil, 5, 5, 5])
    }

    @Test("three people before a key ended and the same after it are three")
    func renewedKey() async throws {
        let (file, clock) = (try TemporaryStore(), StandingClock())
        defer { file.remove() }
        let store = try file.open(now: { clock.now })
        for person in 0..<3 { for call in [Self.matching(person), Self.differing(person)] { store.enqueue(call) } }
        await store.settle()
        clock.advance(90 * 86_400)
        for person in 0..<3 { for call in [Self.matching(person), Self.differing(person)] { store.enqueue(call) } }
        await store.settle()
        #expect(try file.count("SELECT count(DISTINCT subject) FROM call") == 6)
        let counts = try Self.counts(in: try await store.evidence(EvidenceQuery()))
        #expect(Set(counts.keys) == Self.fixed)
        #expect(counts.filter { $0.value != nil }.keys.sorted() == [])
    }

    @Test("the same person in two periods is two, of whom neither period shows the other")
    func perPeriod() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let calls = (0..<8).map { person -> ComparedCall in
            .sample(person % 4, period: .sample(mapping: person < 4 ? "mapping-1" : "mapping-2"))
        }
        #expect(try await file.summary(calls).periods.map(\.subjects.shown) == [nil, nil])
    }
}
