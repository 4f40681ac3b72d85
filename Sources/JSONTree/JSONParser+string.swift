extension JSONParser {
    /// Reads a string; the reading position is at its opening quotation mark.
    mutating func string() throws(JSONParseError) -> String {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw .invalidString(offset: start) }
                return string
            case UInt8(ascii: "\\"):
                text += try escape(in: start)
            case 0..<0x20:
                throw .invalidString(offset: start)
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw .endsEarly(offset: offset)
    }

    /// Reads an escape; the UTF-8 of what it stands for.
    private mutating func escape(in start: Int) throws(JSONParseError) -> [UInt8] {
        offset += 1
        guard let byte = next else { throw .endsEarly(offset: offset) }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar(in: start)).utf8)
        default: throw .invalidString(offset: start)
        }
    }

    /// Reads the digits of `\u`, and of a second `\u` where the first is half of a surrogate pair.
    private mutating func scalar(in start: Int) throws(JSONParseError) -> Unicode.Scalar {
        let first = try hexadecimal(in: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), next == UInt8(ascii: "\\") else { throw .invalidString(offset: start) }
        offset += 1
        guard next == UInt8(ascii: "u") else { throw .invalidString(offset: start) }
        offset += 1
        let second = try hexadecimal(in: start)
        guard UTF16.isTrailSurrogate(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) & 0x3FF) << 10 | UInt32(second) & 0x3FF)
        else { throw .invalidString(offset: start) }
        return scalar
    }

    private mutating func hexadecimal(in start: Int) throws(JSONParseError) -> UInt16 {
        guard offset + 4 <= bytes.count else { throw .endsEarly(offset: bytes.count) }
        var value: UInt16 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw .invalidString(offset: start)
            }
            value = value << 4 | UInt16(digit)
        }
        offset += 4
        return value
    }
}
