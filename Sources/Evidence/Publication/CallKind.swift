/// The kind of a compared call: all that counts tell of it.
public struct CallKind: Sendable, Hashable {
    /// The verdict.
    public let verdict: Verdict
    /// The highest severity that no rule explains; nil for a call without such a difference, or if it is not told.
    public let severity: Severity?
    /// The id of the pattern; nil for a call without difference, or if it is not told.
    public let pattern: String?
    /// The differences; of a batch without pattern the one that its calls share, or none.
    public let differences: Set<Difference>
    /// True if the payloads are equal in canonical XML; nil if it is not told.
    public let isEqualInBytes: Bool?
    /// The reason that the answers were not compared; nil if they were.
    public let notCompared: NotCompared?

    /// A difference, as far as counts tell it.
    public struct Difference: Sendable, Hashable {
        /// The leaf and the shape.
        public let key: DifferenceKey
        /// True if a rule explains it.
        public let isExplained: Bool

        /// Creates a difference.
        public init(_ key: DifferenceKey, isExplained: Bool) {
            self.key = key
            self.isExplained = isExplained
        }
    }

    /// Creates a kind.
    public init(
        _ verdict: Verdict,
        severity: Severity? = nil,
        pattern: String? = nil,
        differences: Set<Difference> = [],
        isEqualInBytes: Bool? = nil,
        notCompared: NotCompared? = nil
    ) {
        self.verdict = verdict
        self.severity = severity
        self.pattern = pattern
        self.differences = differences
        self.isEqualInBytes = isEqualInBytes
        self.notCompared = notCompared ?? (verdict.isCompared ? nil : .untold)
    }
}

extension CallKind: Comparable {
    /// An order of kinds that is the same in every process.
    public static func < (left: CallKind, right: CallKind) -> Bool {
        left.sortingKey.lexicographicallyPrecedes(right.sortingKey)
    }

    private var sortingKey: [String] {
        [
            verdict.rawValue, severity?.rawValue ?? "", pattern ?? "", isEqualInBytes.map { "\($0)" } ?? "",
            notCompared?.rawValue ?? "",
        ] + differences.map { "\($0.key) \($0.isExplained)" }.sorted()
    }
}

/// A compared call, as far as it is counted.
public struct CountedCall: Sendable {
    /// The day on which it came.
    public let day: EvidenceDay
    /// The token of the person whom it is about; nil if the call does not tell.
    public let subject: String?
    /// The kind.
    public let kind: CallKind

    /// Creates a call.
    public init(_ kind: CallKind, about subject: String?, on day: EvidenceDay) {
        self.kind = kind
        self.subject = subject
        self.day = day
    }
}
