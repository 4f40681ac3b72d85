/// Where a value stands in a JSON document: `name[0].given[1]`.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// To a member of an object.
        case key(String)
        /// To an element of an array, counted from 0.
        case index(Int)
    }

    /// The steps from the document's root.
    public let steps: [Step]

    /// A path of these steps; none is the root.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// The path one step further down.
    public func appending(_ step: Step) -> JSONPath {
        JSONPath(steps + [step])
    }

    /// The path as it is written for people.
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

extension JSONValue {
    /// The values that hold no others, with their paths, in document order: scalars, `null`, and empty containers.
    public func leaves() -> [(path: JSONPath, value: JSONValue)] {
        leaves(below: JSONPath())
    }

    private func leaves(below path: JSONPath) -> [(path: JSONPath, value: JSONValue)] {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.flatMap { $0.value.leaves(below: path.appending(.key($0.key))) }
        case .array(let elements) where !elements.isEmpty:
            elements.enumerated().flatMap { $1.leaves(below: path.appending(.index($0))) }
        default: [(path, self)]
        }
    }
}
