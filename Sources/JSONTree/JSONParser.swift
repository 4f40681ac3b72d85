extension JSONValue {
    /// Reads a document.
    ///
    /// Stricter than RFC 8259 demands: duplicate keys are refused rather than resolved, and so are a byte order mark
    /// and lone surrogates.
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
    var offset = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// The byte at the reading position; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func document() throws(JSONParseError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard next == nil else { throw .trailingBytes(offset: offset) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
        skipWhiteSpace()
        switch next {
        case nil: throw .endsEarly(offset: offset)
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw .unexpectedByte(offset: offset)
        }
    }

    private mutating func object(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: offset) }
        offset += 1
        var members: [JSONMember] = []
        var keys: Set<String> = []
        skipWhiteSpace()
        if take("}") { return .object([]) }
        while true {
            skipWhiteSpace()
            let start = offset
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            guard keys.insert(key).inserted else { throw .duplicateKey(offset: start) }
            skipWhiteSpace()
            guard take(":") else { throw unexpected() }
            members.append(JSONMember(key: key, value: try value(depth: depth)))
            skipWhiteSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw unexpected() }
        }
    }

    private mutating func array(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: offset) }
        offset += 1
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if take("]") { return .array([]) }
        while true {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw unexpected() }
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        for byte in text.description.utf8 {
            guard next == byte else { throw unexpected() }
            offset += 1
        }
        return value
    }

    private mutating func number() throws(JSONParseError) -> String {
        let start = offset
        _ = take("-")
        if !take("0") {
            guard takeDigits() else { throw .invalidNumber(offset: start) }
        }
        if take(".") {
            guard takeDigits() else { throw .invalidNumber(offset: start) }
        }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard takeDigits() else { throw .invalidNumber(offset: start) }
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func takeDigits() -> Bool {
        let start = offset
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        return offset > start
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private func unexpected() -> JSONParseError {
        next == nil ? .endsEarly(offset: offset) : .unexpectedByte(offset: offset)
    }
}
