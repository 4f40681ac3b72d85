/// A value that fits its ``YAMLShape``.
///
/// Reading is total: what the shape declares is there and has its type, so that no accessor throws or is nil by
/// accident. Reading a key that the shape does not declare is a mistake in the program, and stops it with a message.
///
/// ```swift
/// host = yaml.at("host").string               // required, or with a default
/// tls = yaml["tls"].map(TLSFiles.init)        // optional
/// roles = yaml.at("roles").elements.map(\.string)
/// ```
public struct YAMLValue: Sendable {
    /// The file, as it was named when it was read.
    public let file: String
    /// The line of the value's key, or of the list element; for a default, that of the mapping that lacks the key.
    public let line: Int
    /// The path of the key, as `listen.smsp.port` or `users[0].roles`; empty for the document itself.
    public var path: String { keyPath.description }
    /// The path, as the reader made it.
    let keyPath: YAMLPath
    /// The place of the value itself.
    let source: YAMLSource
    /// The value, typed.
    let content: YAMLContent
    /// The value as it stood in the file, for a problem's "got".
    let written: String

    /// The value of a key; nil when an optional key is not there.
    ///
    /// - Precondition: the shape is a mapping that declares `key`, or a dictionary.
    public subscript(key: String) -> YAMLValue? {
        switch content {
        case .mapping(let declared, let entries) where declared.contains(key): entries.first { $0.key == key }?.value
        case .dictionary(let entries): entries.first { $0.key == key }?.value
        default: mistaken("a mapping that declares \(key)")
        }
    }

    /// The value of a key that is required or has a default.
    ///
    /// - Precondition: the shape is a mapping that declares `key`, and not as optional.
    public func at(_ key: String) -> YAMLValue {
        guard let value = self[key] else { mistaken("a mapping that always has \(key)") }
        return value
    }

    /// The elements of a list, in the order of the file.
    public var elements: [YAMLValue] {
        guard case .list(let elements) = content else { mistaken("a list") }
        return elements
    }

    /// The keys that are there and their values: a mapping's in the order of its shape, a dictionary's in the order of
    /// the file.
    public var entries: [(key: String, value: YAMLValue)] {
        switch content {
        case .mapping(_, let entries), .dictionary(let entries): entries
        default: mistaken("a mapping")
        }
    }

    /// A problem with this value that its shape alone could not tell.
    public func problem(_ problem: String, try suggestion: String) -> YAMLProblem {
        YAMLProblem(source, key: keyPath.inProblems, problem: problem, got: written, suggestion: suggestion)
    }

    /// Stops the program, which asks for something else than the shape declares.
    func mistaken(_ expected: String) -> Never {
        preconditionFailure(
            "\(file):\(line): \(keyPath.inProblems): the program asks for \(expected), its shape declares another"
        )
    }
}
