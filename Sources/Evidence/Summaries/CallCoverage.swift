/// The calls in `shadow`: how many were compared, and how many were not, for each reason.
///
/// Compared calls and those of every reason add up to ``calls``; a blank count is of none or of too few people.
///
/// - SeeAlso: docs/evidence.md §2.
public struct CallCoverage: Sendable {
    /// The number of calls.
    public let calls: SmallCount
    /// The number of calls whose answers were compared.
    public let compared: SmallCount
    /// The number of calls that were not compared, by reason; a reason of no call is left out.
    public let notCompared: [NotCompared: SmallCount]

    /// Creates a coverage.
    public init(calls: SmallCount, compared: SmallCount, notCompared: [NotCompared: SmallCount]) {
        self.calls = calls
        self.compared = compared
        self.notCompared = notCompared
    }

    /// The share of the calls that a count is, in percent to one decimal; nil if either is blank or there are none.
    public func share(of count: SmallCount) -> Double? {
        guard let all = calls.shown, all > 0, let shown = count.shown else { return nil }
        return (Double(shown) * 1000 / Double(all)).rounded() / 10
    }
}

extension CallCoverage: Codable {
    private struct Part: Codable {
        /// Nil for the compared calls.
        var reason: NotCompared?
        let calls: SmallCount
        /// Percent.
        let share: Double?
    }

    private enum CodingKeys: CodingKey {
        case calls, compared, notCompared
    }

    /// Reads a coverage; shares follow from the counts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let parts = try container.decode([Part].self, forKey: .notCompared)
        self.init(
            calls: try container.decode(SmallCount.self, forKey: .calls),
            compared: try container.decode(Part.self, forKey: .compared).calls,
            notCompared: Dictionary(parts.compactMap { part in part.reason.map { ($0, part.calls) } }) { first, _ in
                first
            }
        )
    }

    /// Writes each count with its share.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(calls, forKey: .calls)
        try container.encode(Part(calls: compared, share: share(of: compared)), forKey: .compared)
        let parts = notCompared.sorted { $0.key < $1.key }.map { reason, count in
            Part(reason: reason, calls: count, share: share(of: count))
        }
        try container.encode(parts, forKey: .notCompared)
    }
}
