/// The keys and positions that lead to a value, printed as `users[0].roles`.
struct YAMLPath: Sendable, Hashable, CustomStringConvertible {
    /// What problems call the document itself, whose path is empty.
    static let document = "document"

    let description: String

    /// The path of the document itself.
    init() { description = "" }

    private init(_ description: String) { self.description = description }

    /// The path of a key below this.
    func appending(key: String) -> YAMLPath {
        YAMLPath(description.isEmpty ? key : description + "." + key)
    }

    /// The path of a list's element below this.
    func appending(index: Int) -> YAMLPath {
        YAMLPath(description + "[\(index)]")
    }

    /// How a problem names the value.
    var inProblems: String { description.isEmpty ? Self.document : description }
}
