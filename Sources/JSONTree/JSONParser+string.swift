extension JSONParser {
    /// Reads a string; the reading position is at its opening quotation mark.
    ///
    /// - SeeAlso: RFC 8259 §7.
    mutating func string() throws(JSONParseError) -> String {
        let start = offset
        offset += 1
        let plain = try plainRun(in: start)
        if take("\"") {
            guard let string = String(validating: plain, as: UTF8.self) else { throw .invalidString(offset: start) }
            return string
        }
        var text = Array(plain)
        while !take("\"") {
            guard next != nil else { throw .endsEarly(offset: offset) }
            text += try scalar(in: start).utf8
            text += try plainRun(in: start)
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw .invalidString(offset: start) }
        return string
    }

    /// Moves past literal characters, to a quotation mark, a backslash or the end of the document.
    private mutating func plainRun(in start: Int) throws(JSONParseError) -> ArraySlice<UInt8> {
        let beginning = offset
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw .invalidString(offset: start) }
            offset += 1
        }
        return bytes[beginning..<offset]
    }

    /// Reads an escape; the reading position is at its backslash.
    private mutating func scalar(in start: Int) throws(JSONParseError) -> Unicode.Scalar {
        offset += 1
        guard let byte = next else { throw .endsEarly(offset: offset) }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar(in: start)
        default: throw .invalidString(offset: start)
        }
    }

    /// Reads the digits after `\u`, and a second `\u` where the first is half of a surrogate pair.
    private mutating func escapedScalar(in start: Int) throws(JSONParseError) -> Unicode.Scalar {
        let first = try codeUnit(in: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), take("\\"), take("u") else {
            throw next == nil ? .endsEarly(offset: offset) : .invalidString(offset: start)
        }
        let second = try codeUnit(in: start)
        guard UTF16.isTrailSurrogate(second) else { throw .invalidString(offset: start) }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    /// Reads four hexadecimal digits.
    private mutating func codeUnit(in start: Int) throws(JSONParseError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw .endsEarly(offset: offset) }
            guard let digit = Self.hexadecimalValue(of: byte) else { throw .invalidString(offset: start) }
            unit = unit << 4 | digit
            offset += 1
        }
        return unit
    }

    private static func hexadecimalValue(of byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
