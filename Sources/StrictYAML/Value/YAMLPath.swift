/// The keys and positions that lead to a value, printed as `users[0].roles`.
struct YAMLPath: Sendable, Hashable, CustomStringConvertible {
    /// The name of the document itself, whose path is empty, in problems.
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

    /// The name of the value in a problem.
    var inProblems: String { description.isEmpty ? Self.document : description }
}
