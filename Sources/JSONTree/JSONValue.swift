/// A JSON value, with the order of its document kept and its numbers as they were written.
///
/// - SeeAlso: RFC 8259.
public enum JSONValue: Sendable, Equatable {
    /// An object. In a document that was read, no two members have the same key.
    case object([JSONMember])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number, in the characters of the document, which are written out again as they are: `1.50` stays `1.50`.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
}

/// A member of a JSON object.
public struct JSONMember: Sendable, Equatable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// A member of these parts.
    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// An object with the members in the order written.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { JSONMember(key: $0, value: $1) })
    }
}

extension JSONValue {
    /// A whole number.
    public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

    /// The member of an object; nil for an absent one and for anything that is no object.
    public subscript(key: String) -> JSONValue? {
        members.first { $0.key == key }?.value
    }

    /// The element of an array; nil when the index is out of range, and for anything that is no array.
    public subscript(index: Int) -> JSONValue? {
        let elements = elements
        return elements.indices.contains(index) ? elements[index] : nil
    }

    /// The elements of an array; none for anything else.
    public var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The members of an object; none for anything else.
    public var members: [JSONMember] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The text of a string; nil for anything else.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
