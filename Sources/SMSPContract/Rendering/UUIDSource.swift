import NHSIdentifiers

/// The source of message ids.
///
/// An answer's ids are random in service and derived from a seed where an answer must come out the same again, as in
/// tests and in a simulator.
public struct UUIDSource: Sendable {
    /// The next UUID: upper case, without prefix, as every id of the contract is written.
    public let next: @Sendable () -> String

    /// A source that calls `next` for each id.
    public init(_ next: @escaping @Sendable () -> String) {
        self.next = next
    }

    /// Version 4 UUIDs of the system's random numbers.
    public static let random = UUIDSource {
        var generator = SystemRandomNumberGenerator()
        return UUIDText.version4(high: generator.next(), low: generator.next())
    }
}
