/// The name of the environment variable that overrides a scalar.
///
/// Prefix, then the keys of the path, each in capitals and its words joined by `_`, as the keys among themselves. A
/// word begins at a capital behind a small letter or digit, and at the last of several capitals before a small letter:
/// `requestBytes` is `REQUEST_BYTES`, `tokenURL` is `TOKEN_URL`, `tokenSHA256File` is `TOKEN_SHA256_FILE`. Whatever is
/// no ASCII letter or digit becomes `_`.
struct VariableName: Sendable, Hashable {
    /// The name.
    let text: String

    /// The name of the document itself, from which those of its keys are made.
    init(prefix: String) { text = prefix }

    private init(_ text: String) { self.text = text }

    /// The name of a key below this.
    func appending(key: String) -> VariableName {
        VariableName(text.isEmpty || text.hasSuffix("_") ? text + Self.words(key) : text + "_" + Self.words(key))
    }

    private static func words(_ key: String) -> String {
        let characters = Array(key)
        var words = ""
        for (index, character) in characters.enumerated() {
            if index > 0, character.isUppercase {
                let isAfterSmall = characters[index - 1].isLowercase || characters[index - 1].isNumber
                let isBeforeSmall = index + 1 < characters.count && characters[index + 1].isLowercase
                if isAfterSmall || isBeforeSmall && characters[index - 1].isUppercase { words.append("_") }
            }
            words += character.isASCII && (character.isLetter || character.isNumber) ? character.uppercased() : "_"
        }
        return words
    }
}
