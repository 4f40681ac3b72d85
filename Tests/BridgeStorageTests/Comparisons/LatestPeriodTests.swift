import Bridge
import Evidence
import SMSPContract
import Testing

/// Evidence gathered under one mapping says nothing about another.
@Suite struct LatestPeriodTests {
    private static let surname = ValuedDifference.sample(.family, .case, .s4)
    private static let telecom = ValuedDifference.sample(.telecomValue, .different, .s2)

    private static func summary(_ calls: [ComparedCall]) async throws -> EvidenceSummary {
        let file = try TemporaryStore()
        defer { file.remove() }
        return try await file.summary(calls)
    }

    private static let replaced: [(String, EvidencePeriod)] = [
        ("mapping", .sample(mapping: "mapping-2")), ("comparison", .sample(comparison: "comparison-2")),
        ("profile", .sample(profile: "profile-2")), ("legacy", .sample(legacy: "https://other.example.nhs.uk/pds")),
    ]

    @Test(
        "other tables, another profile, another legacy endpoint begin a period, and only it is in tables and patterns",
        arguments: replaced
    )
    func change(_ part: String, _ period: EvidencePeriod) async throws {
        let summary = try await Self.summary(
            (0..<5).map { .sample($0, [Self.surname]) } + (0..<5).map { .sample($0, [Self.telecom], period: period) }
        )
        #expect(summary.periods.map(\.id) == [period.id, EvidencePeriod.sample().id])
        #expect(summary.periods.map(\.subjects.shown) == [5, 5])
        #expect(summary.leavesBySite.map(\.leaf) == [.leaf(.telecomValue)])
        #expect(summary.leavesByShape.map(\.leaf) == [.leaf(.telecomValue)])
        #expect(summary.patterns.map { $0.differences.map(\.leaf) } == [[.leaf(.telecomValue)]])
    }

    @Test(
        "another site or operation has a period of its own, which replaces nothing",
        arguments: [
            EvidencePeriod.sample(site: "RYY"), EvidencePeriod.sample(operation: .getPatientDetails),
        ]
    )
    func another(_ period: EvidencePeriod) async throws {
        let summary = try await Self.summary([.sample(0, [Self.surname]), .sample(0, [Self.telecom], period: period)])
        #expect(summary.periods.map(\.id) == [period.id, EvidencePeriod.sample().id])
        #expect(Set(summary.leavesByShape.map(\.leaf)) == [.leaf(.family), .leaf(.telecomValue)])
        #expect(summary.patterns.count == 2)
    }

    @Test("a mapping that is taken back goes on with its period, which is the latest again")
    func takenBack() async throws {
        let summary = try await Self.summary([
            .sample(0, [Self.surname]), .sample(0, [Self.telecom], period: .sample(mapping: "mapping-2")),
            .sample(1, [Self.surname]),
        ])
        #expect(summary.periods.map(\.mappingHash) == ["mapping-1", "mapping-2"])
        #expect(summary.patterns.map { $0.differences.map(\.leaf) } == [[.leaf(.family)]])
    }

    @Test("a period without any difference leaves the tables empty, whatever an earlier one found")
    func clean() async throws {
        let summary = try await Self.summary([
            .sample(0, [Self.surname]), .sample(0, period: .sample(mapping: "mapping-2")),
        ])
        #expect(summary.periods.count == 2)
        #expect(summary.leavesBySite.isEmpty)
        #expect(summary.patterns.isEmpty)
    }
}
