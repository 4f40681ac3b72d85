/// A count that may be looked at, or that is of so few people that it might tell of one.
///
/// Wherever counts of people, of calls or of differences are shown, they are shown through this: in the console,
/// reports, the API and metrics alike.
///
/// - SeeAlso: docs/evidence.md §3, small counts.
public struct SmallCount: Sendable, Hashable {
    /// The fewest people whose count is shown.
    public static let fewest = 5

    /// The count; nil when it is of one to four people, and is blank wherever it would be shown.
    public let shown: Int?

    /// A count of people.
    public init(subjects: Int) {
        self.init(subjects, of: subjects)
    }

    /// A count of things that belong to so many people: calls, differences.
    public init(_ count: Int, of subjects: Int) {
        shown = count == 0 || subjects >= Self.fewest ? count : nil
    }
}

extension SmallCount: Codable {
    /// Reads a number or null.
    public init(from decoder: any Decoder) throws {
        shown = try decoder.singleValueContainer().decode(Int?.self)
    }

    /// Writes a number, or null for a blank.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(shown)
    }
}
