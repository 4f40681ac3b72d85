/// The reason that a text is no path.
struct PathError: Error, Equatable {
    let problem: String
    let suggestion: String
}

/// Reads a ``PathExpression``.
struct PathParser {
    private var rest: Substring

    /// The path that `text` is.
    static func parse(_ text: String) throws(PathError) -> PathExpression {
        var parser = PathParser(rest: text[...])
        return try parser.path()
    }

    private mutating func path() throws(PathError) -> PathExpression {
        let first = try step()
        guard first.selector == nil, let root = PathExpression.Root(rawValue: first.name), rest.first == "." else {
            return PathExpression(root: nil, steps: [first] + (try steps()))
        }
        return PathExpression(root: root, steps: try steps())
    }

    private mutating func steps() throws(PathError) -> [PathExpression.Step] {
        var steps: [PathExpression.Step] = []
        while let next = rest.popFirst() {
            guard next == "." else {
                throw PathError(
                    problem: "has \"\(next)\" after a step",
                    suggestion: "a dot before the next element name"
                )
            }
            steps.append(try step())
        }
        return steps
    }

    private mutating func step() throws(PathError) -> PathExpression.Step {
        let name = try name()
        guard rest.first == "[" else { return PathExpression.Step(name: name, selector: nil) }
        rest.removeFirst()
        let content = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(content.count)
        guard rest.popFirst() == "]" else {
            throw PathError(problem: "opens \"[\" and does not close it", suggestion: "\(name)[\(content)]")
        }
        return PathExpression.Step(name: name, selector: try selector(content))
    }

    private mutating func name() throws(PathError) -> String {
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard let first = name.first, !first.isNumber else {
            throw PathError(problem: "lacks an element name", suggestion: "a name such as birthDate at each step")
        }
        rest = rest.dropFirst(name.count)
        return String(name)
    }

    private func selector(_ content: Substring) throws(PathError) -> PathExpression.Selector {
        if content == "*" { return .all }
        if let position = Self.position(content) { return .at(position) }
        if content.hasSuffix(".."), let position = Self.position(content.dropLast(2)) { return .from(position) }
        var filters: [PathExpression.Filter] = []
        for part in content.split(separator: ",", omittingEmptySubsequences: false) {
            filters.append(try filter(part))
        }
        return .filtered(filters)
    }

    private func filter(_ part: Substring) throws(PathError) -> PathExpression.Filter {
        if part == "current" { return .current }
        var parser = PathParser(rest: part)
        guard let name = try? parser.name(), parser.rest.popFirst() == "=", !parser.rest.isEmpty else {
            throw PathError(
                problem: "has \"[\(part)]\", which is no selector",
                suggestion: "*, a position, a position and .., current, or name=text"
            )
        }
        return .equals(name: name, text: String(parser.rest))
    }

    /// The position that `digits` are; nil for anything but one to three digits.
    private static func position(_ digits: Substring) -> Int? {
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }
}
