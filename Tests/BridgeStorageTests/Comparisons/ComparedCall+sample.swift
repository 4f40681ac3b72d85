import Foundation
import NHSIdentifiers
import SMSPContract

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
        _ differences: [ValuedDifference] = [],
        period: EvidencePeriod = .sample(),
        query: Query = .first,
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
            query: query,
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
        _ differences: [ValuedDifference],
        period: EvidencePeriod = .sample(),
        query: Query = .first,
        verdict: Verdict? = nil,
        time: Date = time,
        isEqualInBytes: Bool = false,
        outcomeRow: Int? = nil,
        strata: Set<Stratum> = [],
        latencies: (legacy: Duration?, fhir: Duration?) = (nil, nil)
    ) -> ComparedCall {
        let isExplained = differences.allSatisfy { $0.difference.isExplained }
        return ComparedCall(
            period: period,
            time: time,
            state: .shadow,
            query: query,
            verdict: verdict ?? (differences.isEmpty ? .match : isExplained ? .expected : .mismatch),
            isEqualInBytes: isEqualInBytes,
            isRequeried: false,
            outcomes: ("SMSP-0000", "SMSP-0000"),
            strata: strata,
            forms: [.number],
            differences: differences.map(\.difference),
            values: differences.map(\.values),
            outcomeRow: outcomeRow,
            latencies: latencies,
            subject: subject
        )
    }
}

/// A difference with its values.
struct ValuedDifference: Sendable {
    let difference: LeafDifference
    let values: ComparedValues

    /// A difference in a leaf.
    static func sample(
        _ leaf: SMSPLeaf,
        _ shape: DifferenceShape = .different,
        _ severity: Severity = .s3,
        rule: String? = nil,
        _ legacy: [String] = ["one"],
        _ fhir: [String] = ["other"]
    ) -> ValuedDifference {
        sample(.leaf(leaf), shape, severity, rule: rule, legacy, fhir)
    }

    /// A difference in a leaf, or in one of the facts above all leaves.
    static func sample(
        _ leaf: ComparedLeaf,
        _ shape: DifferenceShape = .different,
        _ severity: Severity = .s3,
        rule: String? = nil,
        _ legacy: [String] = ["one"],
        _ fhir: [String] = ["other"]
    ) -> ValuedDifference {
        ValuedDifference(
            difference: LeafDifference(leaf: leaf, shape: shape, severity: severity, rule: rule),
            values: ComparedValues(legacy: legacy, fhir: fhir)
        )
    }
}
