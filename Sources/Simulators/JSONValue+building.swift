import JSONTree

extension JSONValue {
    /// An object of `members` in the order written, without those that are nil.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
    }

    /// An array of texts; nil for none, as FHIR has no empty arrays.
    static func texts(_ texts: [String]) -> JSONValue? {
        list(texts.map { .string($0) })
    }

    /// An array of values; nil for none, as FHIR has no empty arrays.
    static func list(_ values: [JSONValue]) -> JSONValue? {
        values.isEmpty ? nil : .array(values)
    }

    /// A text; nil for none.
    static func text(_ text: String?) -> JSONValue? {
        text.map { .string($0) }
    }
}
