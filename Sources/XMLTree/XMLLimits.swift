/// How much of an XML document is read.
public struct XMLLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// How many elements may stand in each other; libxml2 itself goes no deeper than 256.
    public var depth: Int
    /// How many attributes an element may have, and how many namespace declarations may be in force at it.
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
