import Bridge
import Foundation
import SMSPContract

@testable import Evidence

/// A report as a test would have it, put together from its parts.
struct ReportDraft: Encodable {
    var madeAt = ReportDraft.time
    var sites = [ScriptedControl.site]
    var summary = EvidenceSummary.empty
    var candidates: [String: [DifferenceKey: [String]]] = [:]
    var rules: [Rule] = []
    static let mappingHash = "0123456789abcdef"
    var mapping = MappingStatus(id: "shipped", version: "1", hash: Self.mappingHash)
    var unmapped: [Unmapped] = []
    var otherServices: [OtherService]?

    struct Unmapped: Encodable {
        var alarm = "unlistedValue"
        var path = "name[*].use"
        var calls: SmallCount
    }

    struct Rule: Encodable {
        var id = "address-blank-lines"
        var reason = "PDS drops blank lines"
        var owner = "integration"
        var expires = "2027-11-01"
        var isExpired = false
        var place = "/srv/Mappings/comparison.yaml:90"
    }

    /// 2026-11-23 09:30 UTC.
    static let time = Date(timeIntervalSince1970: 1_795_426_200)

    /// The report, as who asks the bridge would read it.
    func report() throws -> EvidenceReport {
        try JSONDecoder().decode(EvidenceReport.self, from: JSONEncoder().encode(self))
    }
}

extension EvidenceReport {
    /// One of a bridge that has compared nothing.
    static var empty: EvidenceReport {
        get throws { try ReportDraft().report() }
    }

    /// One of a mistake in a row that is seen at one site, beside a difference that a rule explains.
    static var example: EvidenceReport {
        get throws {
            var draft = ReportDraft()
            draft.summary = EvidenceSummary(
                periods: [.counted([.match: 60, .expected: 10, .mismatch: 30], severities: [.s3: 30])],
                leavesBySite: [
                    .counted(.given, in: "RXX", 30),
                    .counted(.homeLines, in: "RXX", 0, explained: 10),
                ],
                leavesByShape: [
                    .counted(.given, in: .different, 30),
                    .counted(.homeLines, in: .shiftedLine, 0, explained: 10),
                ],
                patterns: [
                    .counted("a1", [.of(.given, .different, ["A"], ["B"])], 30),
                    .counted(
                        "b2",
                        [.of(.homeLines, .shiftedLine, ["C"], ["C"], rule: "address-blank-lines")],
                        10
                    ),
                ]
            )
            draft.candidates = [
                "a1": [
                    DifferenceKey(leaf: .leaf(.given), shape: .different): [
                        "name-given (/srv/Mappings/responses/patient-details.yaml:84)",
                        "usual-name (/srv/Mappings/responses/patient-details.yaml:9)",
                    ]
                ]
            ]
            draft.rules = [ReportDraft.Rule()]
            return try draft.report()
        }
    }
}

// In each part a count is of as many people as calls; under five it is blank.

extension SmallCount {
    init(subjects: Int) {
        self.init(shown: subjects < Self.fewest ? nil : subjects)
    }
}

extension [Verdict: Int] {
    /// The counts as a summary has them: without blanks.
    fileprivate var counted: [Verdict: SmallCount] {
        mapValues { SmallCount(subjects: $0) }.filter { $0.value != .blank }
    }
}

extension PeriodSummary {
    static func counted(
        _ verdicts: [Verdict: Int],
        notCompared: [NotCompared: Int] = [:],
        severities: [Severity: Int] = [:],
        site: String = "RXX",
        operation: SMSPOperation = .getPatientDetailsByNHSNumber,
        latency: Latency? = Latency(p50: 7, p95: 21)
    ) -> PeriodSummary {
        PeriodSummary(
            id: "\(site)-\(operation)-\(verdicts.count)",
            period: EvidencePeriod(
                site: site,
                operation: operation,
                mappingHash: "mapping-hash",
                comparisonHash: "comparison-hash",
                profileHash: "profile-hash",
                legacyEndpoint: "https://legacy.example/smsp"
            ),
            first: ReportDraft.time - 86_400,
            last: ReportDraft.time,
            subjects: SmallCount(subjects: verdicts.values.reduce(0, +)),
            coverage: CallCoverage(
                calls: SmallCount(subjects: verdicts.values.reduce(0, +)),
                compared: SmallCount(subjects: verdicts.filter { $0.key.isCompared }.values.reduce(0, +)),
                notCompared: notCompared.mapValues { SmallCount(subjects: $0) }
            ),
            verdicts: verdicts.counted,
            equalInBytes: SmallCount(subjects: verdicts[.match] ?? 0),
            severities: severities.mapValues { SmallCount(subjects: $0) },
            legacyLatency: latency,
            fhirLatency: latency,
            strata: [.deceased: SmallCount(subjects: 12)]
        )
    }
}

extension LeafCount {
    static func counted(
        _ leaf: SMSPLeaf,
        in column: Column,
        _ unexplained: Int,
        explained: Int = 0,
        severity: Severity = .s3
    ) -> LeafCount {
        LeafCount(
            leaf: .leaf(leaf),
            column: column,
            severity: severity,
            unexplained: SmallCount(subjects: unexplained),
            explained: SmallCount(subjects: explained)
        )
    }
}

extension PatternSummary {
    static func counted(_ id: String, _ differences: [LeafDifference], _ calls: Int, sites: [String] = ["RXX"])
        -> PatternSummary
    {
        PatternSummary(
            id: id,
            operation: .getPatientDetailsByNHSNumber,
            differences: differences,
            calls: SmallCount(subjects: calls),
            subjects: SmallCount(subjects: calls),
            sites: sites,
            outcomes: (legacy: "SMSP-0000", fhir: "SMSP-0000"),
            outcomeRow: nil,
            mappingHash: ReportDraft.mappingHash,
            first: ReportDraft.time - 86_400,
            last: ReportDraft.time
        )
    }
}

extension LeafDifference {
    static func of(
        _ leaf: SMSPLeaf,
        _ shape: DifferenceShape,
        _ legacy: [String]? = nil,
        _ fhir: [String]? = nil,
        severity: Severity = .s3,
        rule: String? = nil
    ) -> LeafDifference {
        LeafDifference(
            leaf: .leaf(leaf),
            shape: shape,
            severity: severity,
            rule: rule,
            legacy: legacy,
            fhir: fhir
        )
    }
}
