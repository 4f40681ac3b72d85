import Evidence
import Foundation
import SMSPContract
import Testing

@testable import Bridge

/// A report says which row to open for what no rule explains.
@Suite struct EvidenceReportTests {
    private static func difference(
        _ leaf: SMSPLeaf,
        _ shape: DifferenceShape,
        _ severity: Severity,
        rule: String? = nil
    ) -> LeafDifference {
        LeafDifference(leaf: .leaf(leaf), shape: shape, severity: severity, rule: rule)
    }

    private static func pattern(_ id: String, _ differences: [LeafDifference], under mapping: String = "hash")
        -> PatternSummary
    {
        PatternSummary(
            id: id,
            operation: .getPatientDetails,
            differences: differences,
            calls: SmallCount(inSteps: 5),
            subjects: SmallCount(inSteps: 5),
            sites: ["RXX"],
            outcomes: ("SMSP-0000", "DEMOG-0001"),
            outcomeRow: 12,
            mappingHash: mapping,
            first: .distantPast,
            last: .distantPast
        )
    }

    /// A report on patterns, whose candidates are named after the difference that they belong to.
    private static func report(_ patterns: [PatternSummary], madeAt: Date = .now) throws -> EvidenceReport {
        EvidenceReport(
            EvidenceSummary(periods: [], leavesBySite: [], leavesByShape: [], patterns: patterns),
            sites: [],
            table: try ComparisonHarness.table(),
            mapping: MappingStatus(id: "tests", version: "1", hash: "hash"),
            candidates: { difference in
                [
                    "\(difference.key) \(difference.outcomes) \(difference.outcomeRow ?? 0)",
                    difference.differing.map(\.name).sorted().joined(separator: ","),
                ]
            },
            madeAt: madeAt
        )
    }

    private static let mixed = pattern(
        "mixed",
        [
            difference(.prefix, .missingFHIR, .s4, rule: "title-or-second-given-name"),
            difference(.family, .case, .s4), difference(.homePostalCode, .different, .s2),
        ]
    )

    @Test("candidates are asked for what no rule explains, with the outcomes and all that differs unexplained")
    func candidates() throws {
        let other = Self.pattern("other", [Self.difference(.nhsNumber, .different, .s1)])
        let candidates = try Self.report([Self.mixed, other]).candidates
        let outcomes = #"(legacy: "SMSP-0000", fhir: "DEMOG-0001") 12"#
        let differing = "addr[H]/postalCode,id[1],name/family"
        #expect(
            candidates == [
                "mixed": [
                    DifferenceKey(leaf: .leaf(.family), shape: .case): ["name/family case \(outcomes)", differing],
                    DifferenceKey(leaf: .leaf(.homePostalCode), shape: .different): [
                        "addr[H]/postalCode different \(outcomes)", differing,
                    ],
                ],
                "other": [
                    DifferenceKey(leaf: .leaf(.nhsNumber), shape: .different): [
                        "id[1] different \(outcomes)", differing,
                    ]
                ],
            ]
        )
    }

    @Test("a pattern seen under tables that are no longer in use points to no row of those that are")
    func earlierTables() throws {
        let pattern = Self.pattern("old", [Self.difference(.nhsNumber, .different, .s1)], under: "earlier")
        #expect(
            try Self.report([pattern]).candidates == [
                "old": [DifferenceKey(leaf: .leaf(.nhsNumber), shape: .different): []]
            ]
        )
    }

    @Test("the candidates of a pattern are those of its most severe difference")
    func mostSevere() throws {
        let report = try Self.report([Self.mixed])
        #expect(report.candidates(of: Self.mixed).first?.hasPrefix("addr[H]/postalCode different") == true)
    }

    @Test("a pattern that rules explain has no candidates")
    func explained() throws {
        let pattern = Self.pattern("explained", [Self.difference(.prefix, .missingFHIR, .s4, rule: "titles")])
        let report = try Self.report([pattern])
        #expect(report.candidates == ["explained": [:]])
        #expect(report.candidates(of: pattern) == [])
        #expect(pattern.isExplained)
    }

    @Test("a rule is expired from the day after its last one")
    func expiry() throws {
        let rules = try ComparisonHarness.table().rules
        let last = try #require(rules.map(\.expires).max())
        let day = try Date(last + "T23:59:59Z", strategy: .iso8601)
        func expired(_ date: Date) throws -> [String] {
            try Self.report([], madeAt: date).rules.filter(\.isExpired).map(\.id)
        }
        #expect(try Self.report([], madeAt: day).rules.map(\.id) == rules.map(\.id))
        #expect(try expired(day) == rules.filter { $0.expires < last }.map(\.id))
        #expect(try expired(day + 1) == rules.map(\.id))
    }
}
