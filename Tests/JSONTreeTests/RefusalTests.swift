import JSONTree
import Testing

/// Documents that are refused, and why.
@Suite struct RefusalTests {
    @Test(
        "a document that lacks something ends early",
        arguments: ["", " ", "[", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "tru", "-", "1.", "1e", "-1.5e+"]
    )
    func endsEarly(document: String) {
        #expect(JSONSamples.refusal(document.utf8) == .endsEarly(offset: document.utf8.count))
    }

    @Test(
        "a byte that may not stand where it does is refused there",
        arguments: [
            ("]", 0), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7),
            ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1), ("{\"a\":}", 5), ("True", 0), ("nul1", 3), ("NaN", 0),
            ("Infinity", 0), ("+1", 0), (".5", 0), ("// c\n1", 0), ("\u{FEFF}\u{FEFF}1", 3), ("\u{A0}1", 0),
            ("\u{C}1", 0),
            ("[1,\u{0}2]", 3),
        ]
    )
    func unexpectedByte(document: String, offset: Int) {
        #expect(JSONSamples.refusal(document.utf8) == .unexpectedByte(offset: offset))
    }

    @Test(
        "a number that is none is refused where it begins",
        arguments: ["01", "-01", "00", "[1.]", "[1.e5]", "[1e+]", "[1e]", "[-]", "-a", "-+1", "1.-5"]
    )
    func number(document: String) {
        let offset = document.hasPrefix("[") ? 1 : 0
        #expect(JSONSamples.refusal(document.utf8) == .invalidNumber(offset: offset))
    }

    @Test(
        "nothing but white space may follow the value",
        arguments: [
            ("1 1", 2), ("{}}", 2), ("1.5.5", 3), ("0x1", 1), ("nullx", 4), ("{}\0", 2), ("1e5e5", 3), ("[] ,", 3),
        ]
    )
    func trailingBytes(document: String, offset: Int) {
        #expect(JSONSamples.refusal(document.utf8) == .trailingBytes(offset: offset))
    }

    @Test(
        "a string that is none is refused where it begins",
        arguments: [
            #"\x41"#, #"\U0041"#, #"\'"#, #"\u00g0"#, #"\u+123"#, #"\u 123"#, #"\ud800"#, #"\udc00"#, #"\ud800x"#,
            #"\ud800\n"#, #"\ud800\u0041"#, #"\ud800\ud800"#, #"\udc00\ud800"#, "a\u{0}b", "a\u{1F}b", "a\nb", "\t",
        ]
    )
    func string(content: String) {
        #expect(JSONSamples.refusal("[\"\(content)\"]".utf8) == .invalidString(offset: 1))
    }

    @Test(
        "a string that is not closed ends early",
        arguments: [
            "\"", "\"a", "\"\\", "\"\\u", "\"\\u00", "\"\\u0041", "\"\\ud83d", "\"\\ud83d\\", "\"\\ud83d\\u", "\"\\\"",
        ]
    )
    func openStrings(document: String) {
        #expect(JSONSamples.refusal(document.utf8) == .endsEarly(offset: document.utf8.count))
    }

    @Test(
        "bytes that are not UTF-8 are refused, in strings, keys and between",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]]
    )
    func invalidUTF8(bytes: [UInt8]) {
        #expect(JSONSamples.refusal(Array("[\"".utf8) + bytes + "\"]".utf8) == .invalidString(offset: 1))
        #expect(JSONSamples.refusal(Array("[\"\\n".utf8) + bytes + "\"]".utf8) == .invalidString(offset: 1))
        #expect(JSONSamples.refusal(Array("{\"".utf8) + bytes + "\":0}".utf8) == .invalidString(offset: 1))
        #expect(JSONSamples.refusal(Array("[".utf8) + bytes + "]".utf8) == .unexpectedByte(offset: 1))
    }

    @Test(
        "two members of one key are refused, however the key is written",
        arguments: [
            (#"{"id":1,"id":1}"#, 8), (#"{"id":1,"\u0069d":2}"#, 8), (#"{"a":{"b":1,"b":2}}"#, 12),
            (#"{"":0,"":0}"#, 6),
            (#"[{"a":0},{"a":0,"b":0,"a":0}]"#, 22), (#"{"a\/b":0,"a/b":0}"#, 10), ("{\"\u{E9}\":0,\"e\u{301}\":0}", 8),
        ]
    )
    func duplicateKeys(document: String, offset: Int) {
        #expect(JSONSamples.refusal(document.utf8) == .duplicateKey(offset: offset))
    }

    @Test("a duplicate key is found among any number of keys", arguments: [1, 15, 16, 17, 18, 40, 1_000])
    func duplicateAmongMany(count: Int) {
        let members = (0..<count).map { "\"key\($0)\":0" }.joined(separator: ",")
        #expect(JSONSamples.refusal("{\(members)}".utf8) == nil)
        for repeated in [0, count / 2, count - 1] {
            let document = "{\(members),\"key\(repeated)\":0}"
            #expect(JSONSamples.refusal(document.utf8) == .duplicateKey(offset: members.utf8.count + 2))
        }
    }

    @Test("keys that differ in case or white space are two", arguments: [#"{"a":0,"A":0}"#, #"{"a":0," a":0,"a ":0}"#])
    func differentKeys(document: String) {
        #expect(JSONSamples.refusal(document.utf8) == nil)
    }

    @Test(
        "limits are refused beyond, not at",
        arguments: [
            ("[[[]]]", nil), ("[[[[]]]]", .tooDeep(limit: 3, offset: 3)), (#"{"a":[{}]}"#, nil),
            (#"{"a":[{"b":[]}]}"#, .tooDeep(limit: 3, offset: 11)), ("[[[]],[[]],[[]]]", nil),
            (String(repeating: " ", count: 19) + "1", nil),
            (String(repeating: " ", count: 20) + "1", .tooLarge(limit: 20)),
        ] as [(String, JSONParseError?)]
    )
    func limits(document: String, refusal: JSONParseError?) {
        #expect(JSONSamples.refusal(document.utf8, limits: JSONLimits(bytes: 20, depth: 3)) == refusal)
    }

    @Test("a document that is cut off is an error at every byte")
    func truncation() {
        let patient = Array(JSONSamples.patient.utf8)
        let end = patient.lastIndex(of: UInt8(ascii: "}")) ?? 0
        let accepted = (0...end).filter { JSONSamples.refusal(patient.prefix($0)) == nil }
        #expect(accepted == [])
        #expect(JSONSamples.refusal(patient) == nil)
    }
}
