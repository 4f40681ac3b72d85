/// Reads nodes by the shape they should have, and notes every problem on the way.
struct ShapeReader {
    /// The file that the nodes come from.
    let file: String
    /// What has been found wrong so far.
    private(set) var problems: [YAMLProblem] = []

    init(file: String) {
        self.file = file
    }

    /// The value of `node`; nil when it does not fit `shape`, which is then noted.
    mutating func read(_ node: YAMLNode, as shape: YAMLShape, at path: YAMLPath) -> YAMLValue? {
        switch (shape, node.kind) {
        case (_, .refused): return nil
        case (.oneOf(let alternatives), _): return firstFit(node, of: alternatives, at: path)
        case (.mapping(let keys), .mapping(let entries)): return mapping(node, entries, keys, at: path)
        case (.dictionary(let values), .mapping(let entries)): return dictionary(node, entries, values, at: path)
        case (.list(let element, let count), .list(let elements)):
            return list(node, elements, of: element, count: count, at: path)
        case (_, .scalar(let text, let isPlain)):
            do throws(Misfit) {
                return value(node, try ScalarReader(text: text, isPlain: isPlain).read(as: shape), at: path)
            } catch {
                return refuse(node, error, at: path)
            }
        default:
            return refuse(node, Misfit(problem: "is not \(shape.meaning)", suggestion: shape.example), at: path)
        }
    }

    private func value(_ node: YAMLNode, _ content: YAMLContent, at path: YAMLPath) -> YAMLValue {
        YAMLValue(
            file: file,
            line: node.line,
            keyPath: path,
            source: source(of: node),
            content: content,
            written: node.written
        )
    }

    private func source(of node: YAMLNode) -> YAMLSource {
        node.variable.map { .environment(variable: $0) } ?? .file(file, line: node.line)
    }

    private mutating func refuse(_ node: YAMLNode, _ misfit: Misfit, at path: YAMLPath) -> YAMLValue? {
        problems.append(
            YAMLProblem(
                source(of: node),
                key: path.inProblems,
                problem: misfit.problem,
                got: node.written,
                suggestion: misfit.suggestion
            )
        )
        return nil
    }

    private mutating func mapping(
        _ node: YAMLNode,
        _ entries: [YAMLNode.Entry],
        _ keys: [YAMLKey],
        at path: YAMLPath
    ) -> YAMLValue? {
        let names = keys.map(\.name)
        for entry in entries where !names.contains(entry.key) {
            let nearest = NearestName.nearest(to: entry.key, in: names)
            let suggestion = nearest ?? "one of " + names.joined(separator: ", ")
            problems.append(
                YAMLProblem(
                    .file(file, line: entry.line),
                    key: path.appending(key: entry.key).inProblems,
                    problem: "is no key of this mapping",
                    got: entry.key,
                    suggestion: suggestion
                )
            )
        }
        let values = keys.compactMap { key -> (key: String, value: YAMLValue)? in
            let path = path.appending(key: key.name)
            let value =
                if let entry = entries.first(where: { $0.key == key.name }) {
                    read(entry.value, as: key.shape, at: path)
                } else {
                    absent(key, in: node, at: path)
                }
            return value.map { (key.name, $0) }
        }
        return value(node, .mapping(declared: Set(names), values), at: path)
    }

    /// What holds for a key that is not there.
    private mutating func absent(_ key: YAMLKey, in mapping: YAMLNode, at path: YAMLPath) -> YAMLValue? {
        switch key.presence {
        case .optional: return nil
        case .defaults(let text): return key.defaultValue(text, file: file, line: mapping.line, at: path)
        case .required:
            problems.append(
                YAMLProblem(
                    .file(file, line: mapping.line),
                    key: path.inProblems,
                    problem: "is missing",
                    got: "nothing",
                    suggestion: "\(key.name): \(key.shape.example)"
                )
            )
            return nil
        }
    }

    private mutating func dictionary(
        _ node: YAMLNode,
        _ entries: [YAMLNode.Entry],
        _ shape: YAMLShape,
        at path: YAMLPath
    ) -> YAMLValue? {
        let values = entries.compactMap { entry in
            read(entry.value, as: shape, at: path.appending(key: entry.key)).map { (key: entry.key, value: $0) }
        }
        return value(node, .dictionary(values), at: path)
    }

    private mutating func list(
        _ node: YAMLNode,
        _ elements: [YAMLNode],
        of shape: YAMLShape,
        count: ClosedRange<Int>?,
        at path: YAMLPath
    ) -> YAMLValue? {
        if let count, !count.contains(elements.count) {
            let meaning = YAMLShape.list(of: shape, count: count).meaning
            return refuse(node, Misfit(problem: "is not \(meaning)", suggestion: "- " + shape.example), at: path)
        }
        let values = elements.enumerated().compactMap { read($1, as: shape, at: path.appending(index: $0)) }
        return value(node, .list(values), at: path)
    }

    /// The value by the first alternative that fits.
    ///
    /// Where none does, an alternative of the node's own kind tells the problem best, if it is the only one: of a
    /// mapping with one wrong key, "is not one of legacy, fhir or a mapping" would say nothing.
    private mutating func firstFit(_ node: YAMLNode, of alternatives: [YAMLShape], at path: YAMLPath) -> YAMLValue? {
        for alternative in alternatives {
            var trial = ShapeReader(file: file)
            if let value = trial.read(node, as: alternative, at: path), trial.problems.isEmpty { return value }
        }
        let ofItsKind = alternatives.filter { $0.isCompound && $0.accepts(node.kind) }
        guard let only = ofItsKind.first, ofItsKind.count == 1 else {
            let shape = YAMLShape.oneOf(alternatives)
            return refuse(node, Misfit(problem: "is not \(shape.meaning)", suggestion: shape.example), at: path)
        }
        return read(node, as: only, at: path)
    }
}

extension YAMLShape {
    /// Whether values of this shape have parts.
    fileprivate var isCompound: Bool {
        switch self {
        case .list, .mapping, .dictionary: true
        default: false
        }
    }

    /// Whether a node of this kind may have this compound shape.
    fileprivate func accepts(_ kind: YAMLNode.Kind) -> Bool {
        switch (self, kind) {
        case (.list, .list), (.mapping, .mapping), (.dictionary, .mapping): true
        default: false
        }
    }
}

extension YAMLKey {
    /// The value of the default `text`, in the place where the key could stand.
    ///
    /// - Precondition: the default fits the key's own shape.
    func defaultValue(_ text: String, file: String, line: Int, at path: YAMLPath) -> YAMLValue {
        var reader = ShapeReader(file: file)
        guard let node = YAMLComposer.compose(text, file: file).root?.moved(to: line),
            let value = reader.read(node, as: shape, at: path), reader.problems.isEmpty
        else { preconditionFailure("the default \(text) of \(path) does not fit its shape") }
        return value
    }
}
