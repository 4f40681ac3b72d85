extension JSONParser {
    /// Reads a number; its text as it was written.
    ///
    /// - SeeAlso: RFC 8259 §6.
    mutating func number() throws(JSONParseError) -> String {
        let start = offset
        _ = take("-")
        if take("0") {
            // Nothing but a fraction or an exponent may follow a leading nought.
            guard !nextIsDigit else { throw .invalidNumber(offset: start) }
        } else {
            try digits(of: start)
        }
        if take(".") {
            try digits(of: start)
        }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits(of: start)
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Moves past one digit or more of the number that begins at `start`.
    private mutating func digits(of start: Int) throws(JSONParseError) {
        guard nextIsDigit else {
            throw next == nil ? .endsEarly(offset: offset) : .invalidNumber(offset: start)
        }
        while nextIsDigit { offset += 1 }
    }

    private var nextIsDigit: Bool {
        guard let next else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
    }
}
