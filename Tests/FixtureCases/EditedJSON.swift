import JSONTree

/// A JSON document of `Fixtures/bodies` of which a case replaces or removes parts.
struct EditedJSON {
    private var document: JSONValue

    init(_ bytes: [UInt8]) throws {
        document = try JSONValue.parse(bytes)
    }

    /// The document in the form of `Fixtures/bodies`: a member or element a line, indented by two spaces.
    var bytes: [UInt8] { Array((Self.text(document, indent: "") + "\n").utf8) }

    /// Replaces a text, number or Boolean by another of the same kind.
    ///
    /// - Returns: false if the path names no such value.
    mutating func replace(_ path: String, with text: String) -> Bool {
        edit(path) { value in
            switch value {
            case .string: [.string(text)]
            case .number: [.number(text)]
            case .bool: [.bool(text == "true")]
            default: nil
            }
        }
    }

    /// Removes a member or an element.
    ///
    /// - Returns: false if the path names none.
    mutating func remove(_ path: String) -> Bool {
        edit(path) { _ in [] }
    }

    /// Puts what `change` returns in the place of the value at `path`: one value, or none to remove it.
    ///
    /// - Returns: false if there is no such value, or `change` refuses it by nil.
    private mutating func edit(_ path: String, _ change: (JSONValue) -> [JSONValue]?) -> Bool {
        var steps: [JSONPath.Step] = []
        for part in path.split(separator: ".") {
            let pieces = part.split(separator: "[")
            steps += pieces.prefix(1).map { .key(String($0)) }
            steps += pieces.dropFirst().compactMap { Int($0.dropLast()) }.map(JSONPath.Step.index)
        }
        guard let edited = Self.edited(document, steps[...], change)?.first else { return false }
        document = edited
        return true
    }

    private static func edited(
        _ value: JSONValue,
        _ steps: ArraySlice<JSONPath.Step>,
        _ change: (JSONValue) -> [JSONValue]?
    ) -> [JSONValue]? {
        switch (steps.first, value) {
        case (nil, _):
            return change(value)
        case (.key(let key), .object(var members)):
            guard let index = members.firstIndex(where: { $0.key == key }),
                let new = edited(members[index].value, steps.dropFirst(), change)
            else { return nil }
            members.replaceSubrange(index...index, with: new.map { JSONMember(key: key, value: $0) })
            return [.object(members)]
        case (.index(let index), .array(var elements)):
            guard elements.indices.contains(index), let new = edited(elements[index], steps.dropFirst(), change)
            else { return nil }
            elements.replaceSubrange(index...index, with: new)
            return [.array(elements)]
        default:
            return nil
        }
    }

    private static func text(_ value: JSONValue, indent: String) -> String {
        let deeper = indent + "  "
        switch value {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { member in
                deeper + scalar(.string(member.key)) + ": " + text(member.value, indent: deeper)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { deeper + text($0, indent: deeper) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
        default:
            return scalar(value)
        }
    }

    private static func scalar(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
    }
}
