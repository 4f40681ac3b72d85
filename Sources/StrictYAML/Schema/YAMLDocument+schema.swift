import JSONTree

extension YAMLDocument {
    /// A JSON Schema for files of `shape`, as text; editors check and complete YAML by it.
    ///
    /// - SeeAlso: JSON Schema 2020-12, Core and Validation.
    public static func jsonSchema(for shape: YAMLShape, title: String) -> String {
        let head: [JSONMember] = [
            JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            JSONMember("title", .string(title)),
        ]
        return JSONValue.object(head + shape.schema).indented() + "\n"
    }
}

extension YAMLShape {
    /// The keywords that describe this shape.
    fileprivate var schema: [JSONMember] {
        switch self {
        case .string(nil), .filePath, .secretFile:
            [JSONMember("type", .string("string")), JSONMember("pattern", .string(#"\S"#))]
        case .string(let pattern?): Self.text(pattern.expression)
        case .integer(let range):
            [JSONMember("type", .string("integer"))]
                + Self.bounds(range.lowerBound, range.upperBound, .min, .max, "imum", JSONValue.integer)
        case .number(let range):
            [JSONMember("type", .string("number"))]
                + Self.bounds(range.lowerBound, range.upperBound, -.infinity, .infinity, "imum") {
                    .number($0.plainText)
                }
        case .boolean: [JSONMember("type", .string("boolean"))]
        case .duration: Self.text(DurationText.expression)
        case .byteSize:
            [
                JSONMember("type", .array([.string("integer"), .string("string")])), JSONMember("minimum", .integer(0)),
                JSONMember("pattern", .string("^(?:\(ByteSizeText.expression))$")),
            ]
        case .url:
            [
                JSONMember("type", .string("string")), JSONMember("format", .string("uri")),
                JSONMember("pattern", .string("^https?://")),
            ]
        case .date: [JSONMember("type", .string("string")), JSONMember("format", .string("date"))]
        case .choice(let words): [JSONMember("enum", .array(words.map { .string($0) }))]
        case .list(let element, let count):
            [JSONMember("type", .string("array")), JSONMember("items", .object(element.schema))]
                + (count.map { Self.bounds($0.lowerBound, $0.upperBound, 0, .max, "Items", JSONValue.integer) } ?? [])
        case .mapping(let keys): Self.mapping(keys)
        case .dictionary(let values):
            [JSONMember("type", .string("object")), JSONMember("additionalProperties", .object(values.schema))]
        case .oneOf(let shapes): [JSONMember("anyOf", .array(shapes.map { .object($0.schema) }))]
        }
    }

    private static func text(_ expression: String) -> [JSONMember] {
        [JSONMember("type", .string("string")), JSONMember("pattern", .string("^(?:\(expression))$"))]
    }

    private static func mapping(_ keys: [YAMLKey]) -> [JSONMember] {
        let required = keys.filter { $0.presence == .required }.map { JSONValue.string($0.name) }
        return [
            JSONMember("type", .string("object")),
            JSONMember("properties", .object(keys.map { JSONMember($0.name, .object($0.schema)) })),
        ] + (required.isEmpty ? [] : [JSONMember("required", .array(required))]) + [
            JSONMember("additionalProperties", .bool(false))
        ]
    }

    /// The keywords `min…` and `max…`, each where it says something.
    private static func bounds<Bound: Comparable>(
        _ lower: Bound,
        _ upper: Bound,
        _ lowest: Bound,
        _ highest: Bound,
        _ suffix: String,
        _ json: (Bound) -> JSONValue
    ) -> [JSONMember] {
        (lower > lowest ? [JSONMember("min" + suffix, json(lower))] : [])
            + (upper < highest ? [JSONMember("max" + suffix, json(upper))] : [])
    }
}

extension YAMLKey {
    /// The keywords that describe the key's value, its meaning and its default.
    fileprivate var schema: [JSONMember] {
        var keywords = [JSONMember("description", JSONValue.string(about))] + shape.schema
        // A mapping's defaults are those of its own keys.
        if case .defaults(let text) = presence, text != "{}" {
            keywords.append(JSONMember("default", defaultValue(text, file: "", line: 1, at: YAMLPath()).json))
        }
        return keywords
    }
}

extension YAMLValue {
    /// The value as it was written, in JSON.
    fileprivate var json: JSONValue {
        switch content {
        case .text(let text), .word(let text): .string(text)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value.plainText)
        case .boolean(let value): .bool(value)
        case .duration: .string(written)
        case .byteSize: .string(written)
        case .list(let elements): .array(elements.map(\.json))
        case .mapping(_, let entries), .dictionary(let entries):
            .object(entries.map { JSONMember($0.key, $0.value.json) })
        }
    }
}

extension JSONMember {
    fileprivate init(_ key: String, _ value: JSONValue) { self.init(key: key, value: value) }
}
