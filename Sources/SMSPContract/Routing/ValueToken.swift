/// A token that tells two values of a record apart and reveals neither.
///
/// It is made with a seed that each process draws anew, and means nothing outside of it.
public struct ValueToken: Sendable, Hashable {
    private let hash: Int

    /// The token of `value`.
    public init(_ value: String) { hash = value.hashValue }
}
