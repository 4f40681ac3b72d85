/// The reason that bytes are not an accepted JSON document.
///
/// It never holds text of the document. Offsets are bytes from its beginning.
public enum JSONParseError: Error, Sendable, Hashable {
    /// The document is longer than the limit, bytes.
    case tooLarge(limit: Int)
    /// Containers are nested more deeply than the limit; `offset` is where the first one too many begins.
    case tooDeep(limit: Int, offset: Int)
    /// The document ends where more was to come, or is empty.
    case endsEarly(offset: Int)
    /// A byte that is not allowed at its place, such as a byte order mark.
    case unexpectedByte(offset: Int)
    /// Something follows the value.
    case trailingBytes(offset: Int)
    /// The string that begins at `offset` is not UTF-8, holds a control character, or escapes what is no character.
    case invalidString(offset: Int)
    /// The text at `offset` is not a JSON number.
    case invalidNumber(offset: Int)
    /// An object has two members of one key; `offset` is where the second key begins.
    ///
    /// The place is a position alone: a key, and so a path, is text of the document.
    case duplicateKey(offset: Int)
}
