/// The place of a value in a JSON document: `name[0].given[1]`.
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

    /// The path as it is written for people; empty for the root.
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
