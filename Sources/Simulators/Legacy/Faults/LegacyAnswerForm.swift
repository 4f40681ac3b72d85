/// Another form of a right answer, by code of the simulator's own; the raw value names it, as in `as=gzip`.
public enum LegacyAnswerForm: String, Sendable, CaseIterable {
    /// Compressed.
    case gzip, deflate
    /// In another encoding, which the document declares, or which its first bytes show.
    case latin1, utf16
    /// The root of a MIME package, as MTOM has it.
    case multipart
    /// Forms that no client can read: gzip that is cut, a coding and an encoding that nobody knows.
    case brokenGzip, unknownCoding, unknownCharset

    /// Puts `answer` into the form.
    func apply(to answer: inout LegacyAnswer) {
        switch self {
        case .gzip: code(&answer, "gzip", FixedDeflate.gzip(answer.body))
        case .deflate: code(&answer, "deflate", FixedDeflate.zlib(answer.body))
        case .brokenGzip: code(&answer, "gzip", FixedDeflate.gzip(answer.body).dropLast(answer.body.count / 2))
        case .unknownCoding: code(&answer, "x-unknown", answer.body)
        case .latin1: answer.body = Self.latin1(answer.body)
        case .utf16: answer.body = Self.utf16(answer.body)
        case .unknownCharset: answer.body = Self.declared("x-unknown", answer.body)
        case .multipart: Self.package(&answer)
        }
    }

    private func code(_ answer: inout LegacyAnswer, _ name: String, _ body: some Sequence<UInt8>) {
        answer.fields.append(HeaderField("Content-Encoding", name))
        answer.body = Array(body)
    }

    /// The document without its declaration.
    private static func root(of body: [UInt8]) -> Substring {
        let text = String(decoding: body, as: UTF8.self)
        guard text.hasPrefix("<?xml"), let end = text.firstIndex(of: ">") else { return text[...] }
        return text[text.index(after: end)...]
    }

    private static func declared(_ encoding: String, _ body: [UInt8]) -> [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\(root(of: body))".utf8)
    }

    /// Characters that ISO-8859-1 lacks become references.
    private static func latin1(_ body: [UInt8]) -> [UInt8] {
        String(decoding: declared("ISO-8859-1", body), as: UTF8.self).unicodeScalars.flatMap { scalar in
            UInt8(exactly: scalar.value).map { [$0] } ?? Array("&#\(scalar.value);".utf8)
        }
    }

    private static func utf16(_ body: [UInt8]) -> [UInt8] {
        [0xFF, 0xFE]
            + root(of: body).utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private static func package(_ answer: inout LegacyAnswer) {
        let head = """
            --simulated\r
            Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r
            Content-Transfer-Encoding: binary\r
            Content-ID: <root@simulator>\r
            \r\n
            """
        answer.body = Array(head.utf8) + answer.body + Array("\r\n--simulated--\r\n".utf8)
        answer.fields = answer.fields.map { field in
            guard field.name.lowercased() == "content-type" else { return field }
            return HeaderField(
                field.name,
                "multipart/related; type=\"application/xop+xml\"; start=\"<root@simulator>\"; boundary=simulated"
            )
        }
    }
}

/// A deflate stream of one block, in which each byte has the code that RFC 1951 §3.2.6 fixes.
private struct FixedDeflate {
    private var bytes: [UInt8] = []
    private var (bits, count): (UInt32, UInt32) = (0, 0)

    /// The stream in the wrapping of RFC 1952.
    static func gzip(_ body: [UInt8]) -> [UInt8] {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in body {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + stream(body) + little(~sum) + little(UInt32(body.count))
    }

    /// The stream in the wrapping of RFC 1950.
    static func zlib(_ body: [UInt8]) -> [UInt8] {
        var (one, two): (UInt32, UInt32) = (1, 0)
        for byte in body {
            one = (one + UInt32(byte)) % 65_521
            two = (two + one) % 65_521
        }
        return [0x78, 0x01] + stream(body) + little(two << 16 | one).reversed()
    }

    private static func little(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func stream(_ body: [UInt8]) -> [UInt8] {
        var stream = FixedDeflate()
        // The last block, of fixed codes.
        stream.put(0b110, length: 3)
        for byte in body {
            if byte < 144 {
                stream.put(0x30 + UInt32(byte), length: 8)
            } else {
                stream.put(256 + UInt32(byte), length: 9)
            }
        }
        // The end of the block, and bits that fill the byte.
        stream.put(0, length: 7)
        stream.put(0, length: 7)
        return stream.bytes
    }

    /// Appends a code, its first bit first.
    private mutating func put(_ code: UInt32, length: UInt32) {
        for place in (0..<length).reversed() {
            bits |= (code >> place & 1) << count
            count += 1
            guard count == 8 else { continue }
            bytes.append(UInt8(bits))
            (bits, count) = (0, 0)
        }
    }
}
