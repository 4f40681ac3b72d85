extension YAMLDocument {
    /// A JSON Schema for files of `shape`, as text; editors check and complete YAML by it.
    ///
    /// - SeeAlso: JSON Schema 2020-12, Core and Validation.
    public static func jsonSchema(for shape: YAMLShape, title: String) -> String {
        let head: [(String, SchemaJSON)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")), ("title", .string(title)),
        ]
        return SchemaJSON.object(head + shape.schema).text() + "\n"
    }
}

extension YAMLShape {
    /// The keywords that describe this shape.
    fileprivate var schema: [(String, SchemaJSON)] {
        switch self {
        case .string(nil), .filePath, .secretFile: [("type", .string("string")), ("pattern", .string(#"\S"#))]
        case .string(let pattern?): Self.text(pattern.expression)
        case .integer(let range):
            [("type", .string("integer"))]
                + Self.bounds(range.lowerBound, range.upperBound, .min, .max, "imum", SchemaJSON.integer)
        case .number(let range):
            [("type", .string("number"))]
                + Self.bounds(range.lowerBound, range.upperBound, -.infinity, .infinity, "imum", SchemaJSON.number)
        case .boolean: [("type", .string("boolean"))]
        case .duration: Self.text(DurationText.expression)
        case .byteSize:
            [
                ("type", .array([.string("integer"), .string("string")])), ("minimum", .integer(0)),
                ("pattern", .string("^(?:\(ByteSizeText.expression))$")),
            ]
        case .url:
            [("type", .string("string")), ("format", .string("uri")), ("pattern", .string("^https?://"))]
        case .date: [("type", .string("string")), ("format", .string("date"))]
        case .choice(let words): [("enum", .array(words.map { .string($0) }))]
        case .list(let element, let count):
            [("type", .string("array")), ("items", .object(element.schema))]
                + (count.map { Self.bounds($0.lowerBound, $0.upperBound, 0, .max, "Items", SchemaJSON.integer) } ?? [])
        case .mapping(let keys): Self.mapping(keys)
        case .dictionary(let values): [("type", .string("object")), ("additionalProperties", .object(values.schema))]
        case .oneOf(let shapes): [("anyOf", .array(shapes.map { .object($0.schema) }))]
        }
    }

    private static func text(_ expression: String) -> [(String, SchemaJSON)] {
        [("type", .string("string")), ("pattern", .string("^(?:\(expression))$"))]
    }

    private static func mapping(_ keys: [YAMLKey]) -> [(String, SchemaJSON)] {
        let required = keys.filter { $0.presence == .required }.map { SchemaJSON.string($0.name) }
        return [
            ("type", .string("object")),
            ("properties", .object(keys.map { ($0.name, .object($0.schema)) })),
        ] + (required.isEmpty ? [] : [("required", .array(required))]) + [("additionalProperties", .bool(false))]
    }

    /// The keywords `min…` and `max…`, each where it says something.
    private static func bounds<Bound: Comparable>(
        _ lower: Bound,
        _ upper: Bound,
        _ lowest: Bound,
        _ highest: Bound,
        _ suffix: String,
        _ json: (Bound) -> SchemaJSON
    ) -> [(String, SchemaJSON)] {
        (lower > lowest ? [("min" + suffix, json(lower))] : [])
            + (upper < highest ? [("max" + suffix, json(upper))] : [])
    }
}

extension YAMLKey {
    /// The keywords that describe the key's value, its meaning and its default.
    fileprivate var schema: [(String, SchemaJSON)] {
        var keywords = [("description", SchemaJSON.string(about))] + shape.schema
        // A mapping's defaults are those of its own keys.
        if case .defaults(let text) = presence, text != "{}" {
            keywords.append(("default", defaultValue(text, file: "", line: 1, at: YAMLPath()).json))
        }
        return keywords
    }
}

extension YAMLValue {
    /// The value as it was written, in JSON.
    fileprivate var json: SchemaJSON {
        switch content {
        case .text(let text), .word(let text): .string(text)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .boolean(let value): .bool(value)
        case .duration: .string(written)
        case .byteSize: .string(written)
        case .list(let elements): .array(elements.map(\.json))
        case .mapping(_, let entries), .dictionary(let entries): .object(entries.map { ($0.key, $0.value.json) })
        }
    }
}
