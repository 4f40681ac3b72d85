import Foundation
import NHSIdentifiers
import SMSPContract

@testable import Bridge
@testable import Evidence

extension EvidencePeriod {
    /// A period of which one part or another may be named.
    static func sample(
        site: String = "RXX",
        operation: SMSPOperation = .getPatientDetailsByNHSNumber,
        mapping: String = "mapping-1",
        comparison: String = "comparison-1",
        profile: String = "profile-1",
        legacy: String = "https://smsp.example.nhs.uk/pds"
    ) -> EvidencePeriod {
        EvidencePeriod(
            site: site,
            operation: operation,
            mappingHash: mapping,
            comparisonHash: comparison,
            profileHash: profile,
            legacyEndpoint: legacy
        )
    }
}

extension ComparedCall {
    /// When calls come of which nobody says when: the beginning of five minutes.
    static let time = Date(timeIntervalSince1970: 1_794_999_900)

    /// People with synthetic numbers.
    private static let people = (9_990_000_000..<9_990_000_400).compactMap { NHSNumber(String($0)) }

    /// The person of an index.
    static func subject(_ person: Int) -> SubjectKey { .number(people[person]) }

    /// A call about a person, whose verdict is what its differences make it.
    static func sample(
        _ person: Int?,
        _ differences: [LeafDifference] = [],
        period: EvidencePeriod = .sample(),
        asking: Asking = .first,
        verdict: Verdict? = nil,
        time: Date = time,
        isEqualInBytes: Bool = false,
        outcomeRow: Int? = nil,
        strata: Set<Stratum> = [],
        latencies: (legacy: Duration?, fhir: Duration?) = (nil, nil)
    ) -> ComparedCall {
        sample(
            about: person.map(subject),
            differences,
            period: period,
            asking: asking,
            verdict: verdict,
            time: time,
            isEqualInBytes: isEqualInBytes,
            outcomeRow: outcomeRow,
            strata: strata,
            latencies: latencies
        )
    }

    /// A call about a subject, whose verdict is what its differences make it.
    static func sample(
        about subject: SubjectKey?,
        _ differences: [LeafDifference],
        period: EvidencePeriod = .sample(),
        asking: Asking = .first,
        verdict: Verdict? = nil,
        time: Date = time,
        isEqualInBytes: Bool = false,
        outcomeRow: Int? = nil,
        strata: Set<Stratum> = [],
        latencies: (legacy: Duration?, fhir: Duration?) = (nil, nil)
    ) -> ComparedCall {
        let isExplained = differences.allSatisfy { $0.rule != nil }
        return ComparedCall(
            period: period,
            time: time,
            state: .shadow,
            asking: asking,
            verdict: verdict ?? (differences.isEmpty ? .match : isExplained ? .expected : .mismatch),
            isEqualInBytes: isEqualInBytes,
            isAskedAgain: false,
            outcomes: ("SMSP-0000", "SMSP-0000"),
            strata: strata,
            forms: [.number],
            differences: differences,
            outcomeRow: outcomeRow,
            latencies: latencies,
            subject: subject
        )
    }
}

extension LeafDifference {
    /// A difference in a leaf.
    static func sample(
        _ leaf: SMSPLeaf,
        _ shape: DifferenceShape = .different,
        _ severity: Severity = .s3,
        rule: String? = nil,
        _ legacy: [String] = ["one"],
        _ fhir: [String] = ["other"]
    ) -> LeafDifference {
        LeafDifference(
            leaf: .leaf(leaf),
            shape: shape,
            severity: severity,
            rule: rule,
            values: ComparedValues(legacy: legacy, fhir: fhir)
        )
    }
}
