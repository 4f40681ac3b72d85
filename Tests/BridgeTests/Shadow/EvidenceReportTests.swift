import Evidence
import Foundation
import SMSPContract
import Testing

@testable import Bridge

/// A report says which row to open for what no rule explains.
@Suite struct EvidenceReportTests {
    private static func place(
        _ leaf: String,
        _ shape: String,
        _ severity: String,
        rule: String? = nil
    ) -> PatternSummary.Place {
        PatternSummary.Place(leaf: leaf, shape: shape, severity: severity, rule: rule, legacy: nil, fhir: nil)
    }

    private static func signature(_ id: String, _ places: [PatternSummary.Place], under mapping: String = "hash")
        -> PatternSummary
    {
        PatternSummary(
            id: id,
            operation: .getPatientDetails,
            places: places,
            calls: SmallCount(subjects: 5),
            subjects: SmallCount(subjects: 5),
            sites: ["RXX"],
            outcomes: ("SMSP-0000", "DEMOG-0001"),
            outcomeRow: 12,
            mappingHash: mapping,
            first: .distantPast,
            last: .distantPast
        )
    }

    /// A report on signatures, whose suspects are named after the difference that they were asked for.
    private static func report(_ signatures: [PatternSummary], madeAt: Date = .now) throws -> EvidenceReport {
        EvidenceReport(
            EvidenceSummary(periods: [], leavesBySite: [], leavesByShape: [], signatures: signatures),
            sites: [],
            table: try ShadowHouse.table(),
            mapping: MappingStatus(id: "tests", version: "1", hash: "hash"),
            suspects: { difference in
                [
                    "\(difference.leaf) \(difference.shape) \(difference.outcomes) \(difference.outcomeRow ?? 0)",
                    difference.differing.sorted().joined(separator: ","),
                ]
            },
            madeAt: madeAt
        )
    }

    private static let mixed = signature(
        "mixed",
        [
            place("name/prefix", "missing-fhir", "S4", rule: "title-or-second-given-name"),
            place("name/family", "case", "S4"), place("addr[H]/postalCode", "different", "S2"),
        ]
    )

    @Test("suspects are asked for what no rule explains, with the outcomes and all that differs unexplained")
    func suspects() throws {
        let other = Self.signature("other", [Self.place("id[1]", "different", "S1")])
        let suspects = try Self.report([Self.mixed, other]).suspects
        let outcomes = #"(legacy: "SMSP-0000", fhir: "DEMOG-0001") 12"#
        let differing = "addr[H]/postalCode,id[1],name/family"
        #expect(
            suspects == [
                "mixed": [
                    "name/family case": ["name/family case \(outcomes)", differing],
                    "addr[H]/postalCode different": ["addr[H]/postalCode different \(outcomes)", differing],
                ],
                "other": ["id[1] different": ["id[1] different \(outcomes)", differing]],
            ]
        )
    }

    @Test("what was found under tables that are no longer in use points to no row of those that are")
    func earlierTables() throws {
        let signature = Self.signature("old", [Self.place("id[1]", "different", "S1")], under: "earlier")
        #expect(try Self.report([signature]).suspects == ["old": ["id[1] different": []]])
    }

    @Test("the suspects of a signature are those of its gravest difference")
    func gravest() throws {
        let report = try Self.report([Self.mixed])
        #expect(report.suspects(of: Self.mixed).first?.hasPrefix("addr[H]/postalCode different") == true)
    }

    @Test("a signature that rules explain has no suspects")
    func explained() throws {
        let signature = Self.signature("explained", [Self.place("name/prefix", "missing-fhir", "S4", rule: "titles")])
        let report = try Self.report([signature])
        #expect(report.suspects == ["explained": [:]])
        #expect(report.suspects(of: signature) == [])
        #expect(signature.isExplained)
    }

    @Test("a rule is expired from the day after its last one")
    func expiry() throws {
        let rules = try ShadowHouse.table().rules
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
