/// Puts variables of the environment in the place of scalars, before a document is read by its shape.
struct EnvironmentOverrides {
    private let prefix: String
    /// The variables that begin with the prefix; none where there is no prefix.
    private let variables: [String: String]
    /// The names of the variables for the scalars of the shape.
    private var names: Set<String> = []

    init(prefix: String?, variables: [String: String]) {
        self.prefix = prefix ?? ""
        self.variables = prefix.map { prefix in variables.filter { $0.key.hasPrefix(prefix) } } ?? [:]
    }

    /// `root` with the variables in place.
    mutating func applied(to root: YAMLNode, shape: YAMLShape) -> YAMLNode {
        overridden(root, shape: shape, name: VariableName(prefix: prefix), line: root.line) ?? root
    }

    /// A problem for each variable without a key; to be read after ``applied(to:shape:)``.
    var unknownVariables: [YAMLProblem] {
        variables.keys.filter { !names.contains($0) }.map { variable in
            let nearest = NearestName.nearest(
                to: String(variable.dropFirst(prefix.count)),
                in: names.map { String($0.dropFirst(prefix.count)) }.sorted()
            )
            return YAMLProblem(
                .environment(variable: variable),
                key: variable,
                problem: "names no scalar of the file",
                // It may be a secret in the wrong variable.
                got: YAMLProblem.withheld,
                suggestion: nearest.map { prefix + $0 } ?? "unsetting it"
            )
        }
    }

    /// The node that replaces `node`, which is nil if the file has none; nil if no variable does.
    private mutating func overridden(_ node: YAMLNode?, shape: YAMLShape, name: VariableName, line: Int) -> YAMLNode? {
        switch shape {
        case .mapping(let keys): return overridden(node, keys: keys, name: name, line: line)
        case .dictionary(let values):
            guard let node, case .mapping(let entries) = node.kind else { return node }
            let overridden = entries.map { entry in
                let name = name.appending(key: entry.key)
                let value = self.overridden(entry.value, shape: values, name: name, line: entry.line)
                return YAMLNode.Entry(key: entry.key, line: entry.line, value: value ?? entry.value)
            }
            return YAMLNode(kind: .mapping(overridden), line: node.line)
        case .oneOf(let alternatives):
            return alternatives.reduce(node) { overridden($0, shape: $1, name: name, line: line) }
        case .list: return node
        default:
            names.insert(name.text)
            guard let text = variables[name.text] else { return node }
            return YAMLNode(kind: .scalar(text, isPlain: true), line: line, variable: name.text)
        }
    }

    private mutating func overridden(_ node: YAMLNode?, keys: [YAMLKey], name: VariableName, line: Int) -> YAMLNode? {
        var entries: [YAMLNode.Entry]
        switch node?.kind {
        case .mapping(let written): entries = written
        case nil: entries = []
        default: return node
        }
        for key in keys {
            let index = entries.firstIndex { $0.key == key.name }
            let written = index.map { entries[$0] }
            let place = written?.line ?? line
            let name = name.appending(key: key.name)
            guard let value = overridden(written?.value, shape: key.shape, name: name, line: place) else { continue }
            let entry = YAMLNode.Entry(key: key.name, line: place, value: value)
            if let index { entries[index] = entry } else { entries.append(entry) }
        }
        return node == nil && entries.isEmpty ? nil : YAMLNode(kind: .mapping(entries), line: node?.line ?? line)
    }
}
