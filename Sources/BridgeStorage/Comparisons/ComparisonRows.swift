import Evidence
import Foundation
import GRDB
import SMSPContract

/// A row of a store of comparisons, whose columns have the names of the properties with underscores.
protocol ComparisonRow: Codable, FetchableRecord, PersistableRecord {}

extension ComparisonRow {
    static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
    static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }
}

/// An evidence period.
struct PeriodRow: ComparisonRow {
    static let databaseTableName = "period"

    var number: Int64?
    let id: String
    let site: String
    let operation: SMSPOperation
    let mapping: String
    let comparison: String
    let profile: String
    let legacy: String

    init(_ period: EvidencePeriod) {
        id = period.id
        site = period.site
        operation = period.operation
        mapping = period.mappingHash
        comparison = period.comparisonHash
        profile = period.profileHash
        legacy = period.legacyEndpoint
    }

    var period: EvidencePeriod {
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

/// The wrapped key of a period.
struct PeriodKeyRow: ComparisonRow {
    static let databaseTableName = "period_key"

    let period: Int64
    /// Seconds since 1970.
    let began: Int64
    let wrapped: Data
}

/// A compared call.
struct CallRow: ComparisonRow {
    static let databaseTableName = "call"

    /// Between the names of strata, some of which hold commas.
    static let strataSeparator = "|"
    /// The number of seconds to which times are kept.
    static let bucketSeconds: Int64 = 300

    var sequence: Int64?
    let period: Int64
    let bucket: Int64
    let state: CutoverState
    let query: ComparedCall.Query
    let verdict: Verdict
    let notCompared: NotCompared?
    let equalBytes: Bool
    let requeried: Bool
    let legacyOutcome: String
    let fhirOutcome: String?
    let outcomeRow: Int?
    let strata: String
    let forms: String
    let legacyMs: Int64?
    let fhirMs: Int64?
    let keyBegan: Int64
    let subject: String?
    let severity: Severity?
    let pattern: String?

    init(_ call: ComparedCall, period: Int64, key: PeriodKey, keyBegan: Int64) {
        self.period = period
        self.keyBegan = keyBegan
        bucket = Self.bucket(of: call.time)
        state = call.state
        query = call.query
        verdict = call.verdict
        notCompared = call.notCompared
        equalBytes = call.isEqualInBytes
        requeried = call.isRequeried
        (legacyOutcome, fhirOutcome) = call.outcomes
        outcomeRow = call.outcomeRow
        strata = call.strata.sorted().map(\.rawValue).joined(separator: Self.strataSeparator)
        forms = call.forms.sorted().map(\.rawValue).joined(separator: ",")
        legacyMs = call.latencies.legacy?.milliseconds
        fhirMs = call.latencies.fhir?.milliseconds
        subject = call.subject.map(key.token)
        severity = call.differences.filter { !$0.isExplained }.map(\.severity).min()
        pattern =
            call.differences.isEmpty ? nil : DifferencePattern(call.period.operation, call.differences).id
    }

    /// The beginning of the five minutes of a time, seconds since 1970.
    static func bucket(of time: Date) -> Int64 {
        Int64(time.timeIntervalSince1970 / Double(bucketSeconds)) * bucketSeconds
    }
}

/// A difference of a compared call, with the tokens of its values.
struct DifferenceRow: ComparisonRow {
    static let databaseTableName = "difference"

    let call: Int64
    let place: Int
    let leaf: ComparedLeaf
    let shape: DifferenceShape
    let severity: Severity
    let rule: String?
    /// Comma-separated.
    let legacyTokens, fhirTokens: String?

    init(_ difference: LeafDifference, _ values: ComparedValues, call: Int64, place: Int, key: PeriodKey) {
        self.call = call
        self.place = place
        leaf = difference.leaf
        shape = difference.shape
        severity = difference.severity
        rule = difference.rule
        legacyTokens = key.tokens(of: values.legacy, at: difference.leaf)
        fhirTokens = key.tokens(of: values.fhir, at: difference.leaf)
    }

    /// The difference, with `letter` for each token.
    func difference(_ letter: (Substring) -> String) -> LeafDifference {
        LeafDifference(
            leaf: leaf,
            shape: shape,
            severity: severity,
            rule: rule,
            legacy: legacyTokens?.split(separator: ",").map(letter),
            fhir: fhirTokens?.split(separator: ",").map(letter)
        )
    }
}

extension PeriodKey {
    /// The tokens of values, comma-separated; nil for a leaf of which none are kept.
    fileprivate func tokens(of values: [String], at leaf: ComparedLeaf) -> String? {
        leaf.isOfManyValues ? values.map { token(ofValue: $0, of: leaf.name) }.joined(separator: ",") : nil
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
