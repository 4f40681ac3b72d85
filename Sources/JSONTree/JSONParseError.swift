/// Why bytes are no JSON document that is accepted. It never holds text of the document.
public enum JSONParseError: Error, Sendable, Equatable {
    /// The document is longer than the limit, bytes.
    case tooLarge(limit: Int)
    /// Containers are nested more deeply than the limit.
    case tooDeep(limit: Int, offset: Int)
    /// The document ends where more was to come, or is empty.
    case endsEarly(offset: Int)
    /// A byte stands where none like it may stand.
    case unexpectedByte(offset: Int)
    /// Something follows the value.
    case trailingBytes(offset: Int)
    /// A string is not UTF-8, holds a control character, or escapes something that is no character.
    case invalidString(offset: Int)
    /// A number is not written as JSON writes numbers.
    case invalidNumber(offset: Int)
    /// An object has two members of one key. Where it happens is told by position alone: keys are document text.
    case duplicateKey(offset: Int)
}

/// How much of a JSON document is read.
public struct JSONLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// How many containers may stand in each other.
    public var depth: Int

    /// Limits of these values.
    public init(bytes: Int, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    /// 1 MiB and 64 levels: some hundred times the largest record that PDS is known to send.
    public static let standard = JSONLimits(bytes: 1 << 20, depth: 64)
}
