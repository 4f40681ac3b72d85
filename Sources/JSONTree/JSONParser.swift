import NHSIdentifiers

extension JSONValue {
    /// Reads a document.
    ///
    /// Stricter than RFC 8259 demands: duplicate keys are refused rather than resolved, and so are lone surrogates. A
    /// byte order mark in front is skipped, as §8.1 allows.
    public static func parse(
        _ bytes: [UInt8],
        limits: JSONLimits = .standard
    ) throws(JSONParseError) -> JSONValue {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        var parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
        return try parser.document()
    }
}

/// A recursive-descent reader of RFC 8259; its depth is bounded by the limit.
struct JSONParser {
    let bytes: [UInt8]
    let depthLimit: Int
    /// The reading position.
    var offset = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        offset = bytes.withoutByteOrderMark.startIndex
    }

    /// The byte at the reading position; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Reads the whole document.
    mutating func document() throws(JSONParseError) -> JSONValue {
        skipWhiteSpace()
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard next == nil else { throw .trailingBytes(offset: offset) }
        return value
    }

    /// Reads the value that begins at the reading position, inside `depth` containers.
    private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
        guard let next else { throw .endsEarly(offset: offset) }
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw .unexpectedByte(offset: offset)
        }
    }

    private mutating func members(depth: Int) throws(JSONParseError) -> [JSONMember] {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: offset) }
        offset += 1
        skipWhiteSpace()
        guard !take("}") else { return [] }
        var members: [JSONMember] = []
        var keys = MemberKeys()
        while true {
            let start = offset
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            guard keys.insert(key) else { throw .duplicateKey(offset: start) }
            skipWhiteSpace()
            guard take(":") else { throw unexpected() }
            skipWhiteSpace()
            members.append(JSONMember(key: key, value: try value(depth: depth)))
            skipWhiteSpace()
            guard !take("}") else { return members }
            guard take(",") else { throw unexpected() }
            skipWhiteSpace()
        }
    }

    private mutating func elements(depth: Int) throws(JSONParseError) -> [JSONValue] {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: offset) }
        offset += 1
        skipWhiteSpace()
        guard !take("]") else { return [] }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
            guard !take("]") else { return elements }
            guard take(",") else { throw unexpected() }
            skipWhiteSpace()
        }
    }

    private mutating func literal(_ text: String, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        for byte in text.utf8 {
            guard next == byte else { throw unexpected() }
            offset += 1
        }
        return value
    }

    /// Moves past `character` if it is at the reading position; returns true if it was.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = next {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private func unexpected() -> JSONParseError {
        next == nil ? .endsEarly(offset: offset) : .unexpectedByte(offset: offset)
    }
}
