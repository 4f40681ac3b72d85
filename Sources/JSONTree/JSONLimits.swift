/// The limits of a JSON document.
public struct JSONLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// The limit of nesting.
    ///
    /// Reading a document, and letting go of its tree, recurse this deep: a limit in the thousands could exhaust a
    /// thread's stack.
    public var depth: Int

    /// Limits of these values.
    public init(bytes: Int = 1 << 20, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }

    /// 1 MiB and 64 levels: some hundred times the largest record that PDS is known to send.
    public static let standard = JSONLimits()
}
