extension PatientLeaves {
    /// The values that a path reads.
    struct Resolution: Sendable {
        /// The node that the path ends at.
        let node: NodeID
        /// True if it can find more than one value.
        let isPlural: Bool
        /// The leaves that its filters look at, as positions in ``PatientLeaves/leaves``.
        let filterLeaves: Set<Int>
        /// Those of them that a filter compares with a text.
        let comparedLeaves: Set<Int>
        /// True if it selects entries by their content.
        var isFiltered: Bool { !filterLeaves.isEmpty }
    }

    /// Resolves `steps` from `start`; throws if a Patient has nothing there.
    func resolve(_ steps: [PathExpression.Step], from start: NodeID) throws(PathError) -> Resolution {
        var node = start
        var isPlural = false
        var filterLeaves: Set<Int> = []
        var comparedLeaves: Set<Int> = []
        for step in steps {
            node = try element(step.name, of: node)
            switch step.selector {
            case nil:
                guard !nodes[node].isList else {
                    throw PathError(
                        problem: "takes the list \(step.name) for one value",
                        suggestion: "\(step.name)[*], a position or a filter"
                    )
                }
            case .all, .at, .from:
                guard let item = nodes[node].item else {
                    throw PathError(problem: "takes \(step.name) for a list", suggestion: step.name)
                }
                node = item
                if case .at = step.selector { continue }
                isPlural = true
            case .filtered(let filters):
                isPlural = isPlural || nodes[node].isList
                node = try entry(of: node, url: step.selector?.extensionURL, name: step.name)
                for filter in filters {
                    let read = try self.leaves(of: filter, on: node)
                    filterLeaves.formUnion(read)
                    if filter != .current { comparedLeaves.formUnion(read) }
                }
            }
        }
        return Resolution(
            node: node,
            isPlural: isPlural,
            filterLeaves: filterLeaves,
            comparedLeaves: comparedLeaves
        )
    }

    /// The leaf at `node`, as a position in ``leaves``.
    func leaf(at node: NodeID, of path: PathExpression) throws(PathError) -> Int {
        guard let leaf = nodes[node].leaf else {
            let parts = nodes[node].members.keys.sorted().joined(separator: ", ")
            throw PathError(problem: "ends where there is no value", suggestion: "\(path).… with one of \(parts)")
        }
        return leaf
    }

    private func element(_ name: String, of node: NodeID) throws(PathError) -> NodeID {
        guard let element = nodes[node].members[name] else {
            let known = nodes[node].members.keys.sorted().joined(separator: ", ")
            throw PathError(
                problem: "has \(name), which patient-leaves.csv does not list",
                suggestion: "one of \(known)"
            )
        }
        return element
    }

    /// The elements that a filter selects from: the entries of a list, the extensions of one `url`, or one element.
    private func entry(of node: NodeID, url: String?, name: String) throws(PathError) -> NodeID {
        guard !nodes[node].extensions.isEmpty else { return nodes[node].item ?? node }
        guard let entry = url.flatMap({ nodes[node].extensions[$0] }) else {
            throw PathError(
                problem: "has an extension that patient-leaves.csv does not list",
                suggestion: "\(name)[url=…]"
            )
        }
        return entry
    }

    private func leaves(of filter: PathExpression.Filter, on node: NodeID) throws(PathError) -> Set<Int> {
        switch filter {
        case .current:
            let period = nodes[node].members["period"].map { nodes[$0].members } ?? [:]
            let ends = ["start", "end"].compactMap { period[$0] }.compactMap { nodes[$0].leaf }
            guard ends.count == 2 else {
                throw PathError(
                    problem: "asks for \"current\" where there is no period",
                    suggestion: "the filter taken out"
                )
            }
            return Set(ends)
        case .equals("url", _):
            return []
        case .equals(let name, let text):
            guard let element = nodes[node].members[name], let leaf = nodes[element].leaf else {
                throw PathError(
                    problem: "filters by \(name), where there is no value",
                    suggestion: "an element with a value"
                )
            }
            let codes = leaves[leaf].closed ?? []
            guard codes.isEmpty || codes.contains(text) else {
                throw PathError(
                    problem: "filters by the code \(text), which PDS does not have",
                    suggestion: "one of \(codes.joined(separator: ", "))"
                )
            }
            return [leaf]
        }
    }
}
