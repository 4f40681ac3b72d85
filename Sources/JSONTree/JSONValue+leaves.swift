extension JSONValue {
    /// The values that hold no others, with their paths, in document order: scalars, `null`, and empty containers.
    public func leaves() -> [(path: JSONPath, value: JSONValue)] {
        var leaves: [(path: JSONPath, value: JSONValue)] = []
        var steps: [JSONPath.Step] = []
        collect(&leaves, below: &steps)
        return leaves
    }

    private func collect(
        _ leaves: inout [(path: JSONPath, value: JSONValue)],
        below steps: inout [JSONPath.Step]
    ) {
        switch self {
        case .object(let members) where !members.isEmpty:
            for member in members {
                steps.append(.key(member.key))
                member.value.collect(&leaves, below: &steps)
                steps.removeLast()
            }
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                steps.append(.index(index))
                element.collect(&leaves, below: &steps)
                steps.removeLast()
            }
        default:
            leaves.append((JSONPath(steps), self))
        }
    }
}
