/// A summary of the records of comparisons of closed days, without a patient's value, and with no count that tells of a
/// single person.
///
/// Counts are of calls, each by its first query, and sums of whole ``CallBatches``. A person with calls in two periods
/// counts in each.
///
/// - SeeAlso: docs/evidence.md §3, §6.
public struct EvidenceSummary: Sendable, Codable {
    /// The periods, the latest first.
    public let periods: [PeriodSummary]
    /// The number of calls in which each leaf differs at each site; each leaf has every column.
    public let leavesBySite: [LeafCount<String>]
    /// The number of calls in which each leaf differs in each shape.
    public let leavesByShape: [LeafCount<DifferenceShape>]
    /// The patterns of the calls that differ: a wrong person first, then the most frequent, explained ones last.
    public let patterns: [PatternSummary]

    /// The summary of no records.
    public static let empty = EvidenceSummary(periods: [], leavesBySite: [], leavesByShape: [], patterns: [])

    /// Creates a summary.
    public init(
        periods: [PeriodSummary],
        leavesBySite: [LeafCount<String>],
        leavesByShape: [LeafCount<DifferenceShape>],
        patterns: [PatternSummary]
    ) {
        self.periods = periods
        self.leavesBySite = leavesBySite
        self.leavesByShape = leavesByShape
        self.patterns = patterns
    }
}

/// The number of calls in which a leaf differs, in one column of a table: at a site, or in a shape.
public struct LeafCount<Column: Sendable & Codable & Hashable & Comparable>: Sendable, Codable {
    /// The leaf.
    public let leaf: ComparedLeaf
    /// The `id` of the site, or the shape.
    public let column: Column
    /// The highest severity among the differences.
    public let severity: Severity
    /// The calls in which a difference is not explained; a blank for none and for few alike.
    public let unexplained: SmallCount
    /// The calls in which rules explain each difference; the same.
    public let explained: SmallCount

    /// Creates a count.
    public init(
        leaf: ComparedLeaf,
        column: Column,
        severity: Severity,
        unexplained: SmallCount,
        explained: SmallCount
    ) {
        self.leaf = leaf
        self.column = column
        self.severity = severity
        self.unexplained = unexplained
        self.explained = explained
    }
}
