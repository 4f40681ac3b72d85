/// The limits of an XML document.
public struct XMLLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// The limit of nesting; libxml2 itself goes no deeper than 256.
    public var depth: Int
    /// The limit of an element's attributes, and of the namespace declarations in scope.
    public var attributesPerElement: Int

    /// Limits of these values.
    public init(bytes: Int = 1 << 20, depth: Int = 64, attributesPerElement: Int = 128) {
        self.bytes = bytes
        self.depth = depth
        self.attributesPerElement = attributesPerElement
    }

    /// 1 MiB, 64 levels and 128 attributes, where an SMSP request has some 4 KiB, 10 and 8.
    public static let standard = XMLLimits()
}
