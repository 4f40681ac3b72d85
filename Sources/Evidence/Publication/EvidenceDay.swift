public import FoundationEssentials

/// A day, UTC: the smallest part of the one grid of time by which evidence is counted.
///
/// Weeks begin on Monday, and a month is the weeks whose Thursday is in it, so that days fit into weeks and weeks into
/// months. What two windows of such a grid have in common is a window again.
///
/// - SeeAlso: note N31.
public struct EvidenceDay: Sendable, Hashable, Comparable {
    /// The number of seconds in a day.
    public static let seconds = 86_400
    /// The time for which a day stays open after its end, seconds: calls that came before midnight are recorded after it.
    private static let grace: TimeInterval = 3600

    /// The number of days since 1970-01-01.
    public let number: Int

    /// The day with a number.
    public init(number: Int) {
        self.number = number
    }

    /// The day of a time.
    public init(_ time: Date) {
        number = Int((time.timeIntervalSince1970 / Double(Self.seconds)).rounded(.down))
    }

    /// The first day that is not closed at a time: evidence is published of the days before it.
    public static func open(at time: Date) -> EvidenceDay { EvidenceDay(time - grace) }

    /// The beginning of the day.
    public var start: Date { Date(timeIntervalSince1970: Double(number * Self.seconds)) }

    /// The Monday of its week.
    public var monday: EvidenceDay {
        // 1970-01-01 was a Thursday.
        EvidenceDay(number: number - ((number + 3) % 7 + 7) % 7)
    }

    /// The day so many days later.
    public func advanced(by days: Int) -> EvidenceDay { EvidenceDay(number: number + days) }

    /// True if `left` is the earlier day.
    public static func < (left: EvidenceDay, right: EvidenceDay) -> Bool { left.number < right.number }
}
