/// Reads nodes by the shape they should have, and notes every problem on the way.
struct ShapeReader {
    /// The file that the nodes come from.
    let file: String
    /// True if problems leave out the values.
    let withholdsValues: Bool
    /// The problems so far.
    private(set) var problems: [YAMLProblem] = []

    init(file: String, withholdsValues: Bool = false) {
        self.file = file
        self.withholdsValues = withholdsValues
    }

    /// The value of `node`; nil when it does not fit `shape`, which is then noted.
    ///
    /// - Parameter example: a value that would do; nil for one of the shape's own.
    mutating func read(
        _ node: YAMLNode,
        as shape: YAMLShape,
        at path: YAMLPath,
        example: String? = nil
    ) -> YAMLValue? {
        let example = example ?? shape.example
        switch (shape, node.kind) {
        case (_, .refused): return nil
        case _ where node.isNothing: return refuse(node, at: path, "has no value", try: example)
        case (.oneOf(let alternatives), _):
            return firstFit(node, of: alternatives, at: path, example: example)
        case (.mapping(let keys), .mapping(let entries)): return mapping(node, entries, keys: keys, at: path)
        case (.dictionary(let values), .mapping(let entries)): return dictionary(node, entries, of: values, at: path)
        case (.list(let element, let count), .list(let elements)) where count?.contains(elements.count) ?? true:
            return list(node, elements, of: element, at: path)
        case (_, .scalar(let text, let isPlain)):
            do throws(Misfit) {
                return value(node, try ScalarReader(text: text, isPlain: isPlain).read(as: shape), at: path)
            } catch {
                return refuse(node, at: path, error.problem, try: error.suggestion ?? example)
            }
        default: return refuse(node, at: path, "is not \(shape.meaning)", try: example)
        }
    }

    private func value(_ node: YAMLNode, _ content: YAMLContent, at path: YAMLPath) -> YAMLValue {
        YAMLValue(
            file: file,
            line: node.line,
            keyPath: path,
            source: source(of: node),
            content: content,
            written: withholdsValues ? YAMLProblem.withheld : node.written
        )
    }

    private func source(of node: YAMLNode) -> YAMLSource {
        node.variable.map { .environment(variable: $0) } ?? .file(file, line: node.line)
    }

    private mutating func refuse(
        _ node: YAMLNode,
        at path: YAMLPath,
        _ problem: String,
        try suggestion: String
    ) -> YAMLValue? {
        note(source(of: node), path, problem, got: node.written, try: suggestion)
        return nil
    }

    private mutating func note(
        _ source: YAMLSource,
        _ path: YAMLPath,
        _ problem: String,
        got: String,
        try suggestion: String
    ) {
        let problem = YAMLProblem(source, key: path.inProblems, problem: problem, got: got, suggestion: suggestion)
        problems.append(withholdsValues ? problem.withoutValue : problem)
    }
}

// MARK: - Lists and mappings

extension ShapeReader {
    private mutating func list(
        _ node: YAMLNode,
        _ elements: [YAMLNode],
        of shape: YAMLShape,
        at path: YAMLPath
    ) -> YAMLValue? {
        let values = elements.enumerated().compactMap { read($1, as: shape, at: path.appending(index: $0)) }
        return value(node, .list(values), at: path)
    }

    private mutating func dictionary(
        _ node: YAMLNode,
        _ entries: [YAMLNode.Entry],
        of shape: YAMLShape,
        at path: YAMLPath
    ) -> YAMLValue? {
        let values = entries.compactMap { entry in
            read(entry.value, as: shape, at: path.appending(key: entry.key)).map { (key: entry.key, value: $0) }
        }
        return value(node, .dictionary(values), at: path)
    }

    private mutating func mapping(
        _ node: YAMLNode,
        _ entries: [YAMLNode.Entry],
        keys: [YAMLKey],
        at path: YAMLPath
    ) -> YAMLValue? {
        let names = keys.map(\.name)
        for entry in entries where !names.contains(entry.key) {
            note(
                .file(file, line: entry.line),
                path.appending(key: entry.key),
                "is no key of this mapping",
                got: entry.key,
                try: NearestName.nearest(to: entry.key, in: names) ?? "one of " + names.joined(separator: ", ")
            )
        }
        let values = keys.compactMap { key in
            value(of: key, in: node, entries, at: path.appending(key: key.name)).map { (key: key.name, value: $0) }
        }
        return value(node, .mapping(declared: Set(names), values), at: path)
    }

    /// The value of a declared key: what the file says, or what holds where it says nothing.
    private mutating func value(
        of key: YAMLKey,
        in mapping: YAMLNode,
        _ entries: [YAMLNode.Entry],
        at path: YAMLPath
    ) -> YAMLValue? {
        if let entry = entries.first(where: { $0.key == key.name }) {
            return read(entry.value, as: key.shape, at: path, example: key.presence.example)
        }
        switch key.presence {
        case .optional: return nil
        case .defaults(let text): return key.defaultValue(text, file: file, line: mapping.line, at: path)
        case .required:
            let suggestion = "adding \(key.name): \(key.shape.example)"
            note(.file(file, line: mapping.line), path, "is missing", got: "nothing", try: suggestion)
            return nil
        }
    }
}

// MARK: - Alternatives

extension ShapeReader {
    /// The value by the first alternative that fits.
    ///
    /// If none fits, the alternative of the node's own kind reports the problem best: of a mapping with one
    /// wrong key, "is not one of legacy, fhir or a mapping" would say nothing.
    private mutating func firstFit(
        _ node: YAMLNode,
        of alternatives: [YAMLShape],
        at path: YAMLPath,
        example: String
    ) -> YAMLValue? {
        for alternative in alternatives {
            var trial = ShapeReader(file: file, withholdsValues: withholdsValues)
            let value = trial.read(node, as: alternative, at: path)
            if trial.problems.isEmpty { return value }
        }
        let ofItsKind = alternatives.filter { $0.hasParts(like: node) }
        guard let only = ofItsKind.first, ofItsKind.count == 1 else {
            return refuse(node, at: path, "is not \(YAMLShape.oneOf(alternatives).meaning)", try: example)
        }
        return read(node, as: only, at: path)
    }
}

extension YAMLShape {
    /// True if values of this shape have parts, of the kind that `node` has.
    fileprivate func hasParts(like node: YAMLNode) -> Bool {
        switch (self, node.kind) {
        case (.list, .list), (.mapping, .mapping), (.dictionary, .mapping): true
        default: false
        }
    }
}
