extension YAMLValue {
    /// The text of a `string`, `url`, `filePath`, `secretFile`, `date` or `choice`, as in the file.
    public var string: String {
        switch content {
        case .text(let text), .word(let text): text
        default: mistaken("a text")
        }
    }

    /// The word, where the value is one of a `choice`; nil where it is another alternative of a `oneOf`.
    public var word: String? {
        guard case .word(let word) = content else { return nil }
        return word
    }

    /// The value of an `integer`.
    public var int: Int {
        guard case .integer(let value) = content else { mistaken("a whole number") }
        return value
    }

    /// The value of a `number`.
    public var double: Double {
        guard case .number(let value) = content else { mistaken("a number") }
        return value
    }

    /// The value of a `boolean`.
    public var bool: Bool {
        guard case .boolean(let value) = content else { mistaken("true or false") }
        return value
    }

    /// The value of a `duration`.
    public var duration: Duration {
        guard case .duration(let value) = content else { mistaken("a duration") }
        return value
    }

    /// The value of a `byteSize`, bytes.
    public var byteSize: Int {
        guard case .byteSize(let value) = content else { mistaken("a size in bytes") }
        return value
    }

    /// The path of a `filePath` or `secretFile`; a relative one is completed by the directory of the YAML file.
    public var filePath: String {
        let path = string
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}
