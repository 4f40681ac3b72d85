/// A count as it may be shown to anybody who may see evidence.
///
/// A count of calls is made by ``CallBatches`` alone, so that no surface can show one that tells of a single person. A
/// blank is a count of none, or of too few: the two look alike.
///
/// - SeeAlso: docs/evidence.md §3, small counts; note N31.
public struct SmallCount: Sendable, Hashable {
    /// The fewest people whose calls are counted, and the step in which people are counted.
    public static let fewest = 5

    /// The count; nil for a blank.
    public let shown: Int?

    /// A blank.
    public static let blank = SmallCount(shown: nil)

    /// A count in steps of five, 5 for five to nine: of people, who can be in several batches, and of calls that are in
    /// none.
    ///
    /// No difference of two steps tells of fewer than five.
    public init(inSteps count: Int) {
        let step = count - count % Self.fewest
        shown = step > 0 ? step : nil
    }

    init(shown: Int?) {
        self.shown = shown
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
