import Yams

/// Makes nodes of YAML text, and refuses what no file of ours may hold, whatever its shape.
struct YAMLComposer {
    private let file: String
    private var problems: [YAMLProblem] = []
    /// The anchors so far, each with its position.
    private var anchors: Set<String> = []

    /// The root of the document in `text`, and what is wrong with the YAML; without a root, reading ends there.
    static func compose(_ text: String, file: String) -> (root: YAMLNode?, problems: [YAMLProblem]) {
        var composer = YAMLComposer(file: file)
        let root = composer.root(of: text)
        return (root, composer.problems)
    }

    private init(file: String) {
        self.file = file
    }

    private mutating func root(of text: String) -> YAMLNode? {
        do {
            // Without rules every scalar is text: 0x10 and 16 are two keys, 1 and "1" are one. The encoding is given
            // because Yams would otherwise ask the environment for it.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // Nodes refer to their anchors weakly; the parser keeps them.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else {
                    refuse(
                        line: 1,
                        YAMLPath(),
                        "is empty",
                        got: "nothing",
                        try: "{} for a mapping without keys, [] for a list"
                    )
                    return nil
                }
                return node(root, line: root.mark?.line ?? 1, at: YAMLPath())
            }
        } catch {
            problems.append(YAMLProblem(error, in: text, file: file))
            return nil
        }
    }

    private mutating func refuse(line: Int, _ path: YAMLPath, _ problem: String, got: String, try suggestion: String) {
        problems.append(
            YAMLProblem(
                .file(file, line: line),
                key: path.inProblems,
                problem: problem,
                got: got,
                suggestion: suggestion
            )
        )
    }

    /// - Parameter line: the line of the node's key.
    private mutating func node(_ node: Node, line: Int, at path: YAMLPath) -> YAMLNode {
        if let anchor = node.anchor {
            // An alias is here already replaced by what it names, anchor and mark included. Not going on keeps aliases
            // of aliases from growing without end.
            let isFirst = anchors.insert("\(anchor.rawValue) \(node.mark?.description ?? "")").inserted
            refuse(
                line: line,
                path,
                isFirst ? "has an anchor" : "is an alias",
                got: (isFirst ? "&" : "*") + anchor.rawValue,
                try: isFirst ? "the value without it" : "writing the value out"
            )
            return YAMLNode(kind: .refused, line: line)
        }
        if let tag = node.writtenTag() {
            refuse(line: line, path, "has a tag", got: tag, try: "the value without it")
            return YAMLNode(kind: .refused, line: line)
        }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(kind: .scalar(scalar.string, isPlain: scalar.style == .plain), line: line)
        case .sequence(let sequence):
            let elements = sequence.enumerated().map { index, element in
                self.node(element, line: element.mark?.line ?? line, at: path.appending(index: index))
            }
            return YAMLNode(kind: .list(elements), line: line)
        case .mapping(let mapping):
            return YAMLNode(kind: .mapping(mapping.compactMap { entry($0.key, $0.value, at: path) }), line: line)
        case .alias: return YAMLNode(kind: .refused, line: line)  // Yams makes none when it reads
        }
    }

    private mutating func entry(_ key: Node, _ value: Node, at path: YAMLPath) -> YAMLNode.Entry? {
        let line = key.mark?.line ?? value.mark?.line ?? 1
        guard case .scalar(let scalar) = key, !scalar.string.isEmpty, key.anchor == nil,
            key.writtenTag(isKey: true) == nil
        else {
            refuse(line: line, path, "has a key that is not a plain word", got: "a key", try: "a word before the colon")
            return nil
        }
        let path = path.appending(key: scalar.string)
        if scalar.string == "<<" {
            refuse(line: line, path, "is a merge key", got: "<<", try: "writing the keys out")
            return nil
        }
        return YAMLNode.Entry(key: scalar.string, line: line, value: node(value, line: line, at: path))
    }
}

extension Node {
    /// The tag in the file; nil if there is none.
    ///
    /// Yams gives quoted text, and any key, the tag of a string, so that there an explicit `!!str` cannot be seen; it
    /// changes nothing.
    fileprivate func writtenTag(isKey: Bool = false) -> String? {
        switch self {
        case .scalar(let scalar):
            let isString = scalar.tag.rawValue == Tag.Name.str.rawValue
            return isString && (isKey || scalar.style != .plain) ? nil : scalar.tag.unlessImplicit
        case .mapping(let mapping): return mapping.tag.unlessImplicit
        case .sequence(let sequence): return sequence.tag.unlessImplicit
        case .alias: return nil
        }
    }
}

extension Tag {
    fileprivate var unlessImplicit: String? { rawValue == Name.implicit.rawValue ? nil : rawValue }
}
