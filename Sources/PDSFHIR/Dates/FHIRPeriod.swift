public import JSONTree
public import NHSIdentifiers

/// The period of a name, an address, a telecom entry or a registration.
///
/// Shape: `start` and `end`, each absent or a date or dateTime; both belong to the period.
///
/// - SeeAlso: FHIR R4, data type `Period`; decision D44.
public struct FHIRPeriod: Sendable, Hashable, Redacted {
    /// Its first day; nil when it has none.
    public let start: FHIRDate?
    /// Its last day; nil when it has none.
    public let end: FHIRDate?

    /// The period in `json`; without one, that of something that was always there.
    public init(_ json: JSONValue?) {
        switch json {
        case nil, .null?: (start, end) = (nil, nil)
        case .object?: (start, end) = (Self.bound(json?["start"]), Self.bound(json?["end"]))
        default: (start, end) = (.impossible, .impossible)
        }
    }

    private static func bound(_ json: JSONValue?) -> FHIRDate? {
        switch json {
        case nil, .null?: nil
        case .string(let text)?: FHIRDate(dateTime: text)
        default: .impossible
        }
    }

    /// True if both ends can be read.
    public var isReadable: Bool { start != .impossible && end != .impossible }

    /// True if the period has started and not ended on a day.
    ///
    /// A bound that is known to the month or year is compared as far as it is known: what started in 2020-05 has
    /// started on each day of that May, and what ended in it has not ended on any. A bound that cannot be read hides
    /// whether the entry holds, which is then taken not to.
    public func isCurrent(on date: CalendarDate) -> Bool {
        guard isReadable else { return false }
        let day = FHIRDate.day(date).numbers
        let hasStarted = start.map { !day.prefix($0.numbers.count).lexicographicallyPrecedes($0.numbers) } ?? true
        let hasEnded = end.map { $0.numbers.lexicographicallyPrecedes(day.prefix($0.numbers.count)) } ?? false
        return hasStarted && !hasEnded
    }

    /// The entry whose period started last, the first of those that started together; nil if there are no entries.
    ///
    /// A period without a start is the earliest. Of two starts that agree as far as both are known, the one that is
    /// known further is the later.
    ///
    /// - SeeAlso: decision D17.
    public static func latestStart<Entry>(of entries: [Entry], period: (Entry) -> JSONValue?) -> Entry? {
        let starts = entries.map { FHIRPeriod(period($0)).start?.numbers ?? [] }
        // `max` would give the last of equal ones.
        let latest = starts.indices.reduce(starts.indices.first) { latest, next in
            latest.map { starts[$0].lexicographicallyPrecedes(starts[next]) ? next : $0 }
        }
        return latest.map { entries[$0] }
    }
}
