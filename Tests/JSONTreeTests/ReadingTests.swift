import JSONTree
import Testing

/// What the tree holds of a document that is accepted.
@Suite struct ReadingTests {
    private func value(_ document: String) throws -> JSONValue {
        try JSONValue.parse(Array(document.utf8))
    }

    @Test(
        "every kind of value is read, alone and amid white space",
        arguments: [
            ("{}", .object([])), ("[]", .array([])), ("\"\"", .string("")), ("0", .number("0")), ("true", .bool(true)),
            ("false", .bool(false)), ("null", .null), ("[[]]", .array([.array([])])),
            ("{\"a\":1}", .object([JSONMember(key: "a", value: .number("1"))])),
            ("[1,\"a\",null]", .array([.number("1"), .string("a"), .null])),
        ] as [(String, JSONValue)]
    )
    func kinds(document: String, expected: JSONValue) throws {
        #expect(try value(document) == expected)
        #expect(try value(" \t\r\n\(document)\n\r\t ") == expected)
    }

    @Test("white space may stand around every token")
    func whiteSpace() throws {
        #expect(try value(" { \"a\" : [ 1 , 2 ] , \"b\" : { } } ") == value("{\"a\":[1,2],\"b\":{}}"))
    }

    @Test("members keep the order of the document")
    func order() throws {
        #expect(try value(#"{"z":1,"a":2,"m":3,"A":4,"":5}"#).members.map(\.key) == ["z", "a", "m", "A", ""])
    }

    @Test(
        "numbers keep the characters of the document",
        arguments: [
            "0", "-0", "1", "-1", "10", "1.0", "1.50", "0.000", "-12.5", "1e5", "1E5", "1e+5", "1e-05", "1.5E0",
            "12345678901234567890123456789", "1e999", "0e0",
        ]
    )
    func numbers(text: String) throws {
        #expect(try value(text) == .number(text))
        #expect(try value("[\(text),\(text)]") == .array([.number(text), .number(text)]))
    }

    @Test(
        "escapes are resolved, and what stands for itself is kept",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041\u00e9\u00E9\u20ac"#, "A\u{E9}\u{E9}\u{20AC}"),
            (#"\ud83d\ude00"#, "\u{1F600}"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"), (#"\u0000\u001f"#, "\u{0}\u{1F}"),
            ("/'\u{7F}\u{E9}\u{1F600}", "/'\u{7F}\u{E9}\u{1F600}"), (#"\ufffe\uffff"#, "\u{FFFE}\u{FFFF}"),
            (#"a\u0301"#, "a\u{301}"), ("\u{FEFF}", "\u{FEFF}"), (#"x\\u0041"#, #"x\u0041"#),
        ]
    )
    func strings(written: String, read: String) throws {
        let text = try value("\"\(written)\"").string
        #expect(text?.unicodeScalars.elementsEqual(read.unicodeScalars) == true)
        let member = try value("{\"\(written)\":0}").members.first
        #expect(member?.key.unicodeScalars.elementsEqual(read.unicodeScalars) == true)
    }

    @Test("a member is found by its key, an element by its index")
    func lookup() throws {
        let patient = try value(JSONSamples.patient)
        #expect(patient["id"]?.string == "9990000018")
        #expect(patient["name"]?[0]?["given"]?[0]?.string == "Zo\u{EB}")
        #expect(patient["name"]?[0]?["given"]?.elements.count == 2)
        #expect(patient["link"] == .null)
    }

    @Test("what is not there is nil or nothing, whatever was asked")
    func absence() throws {
        let list = try value("[1]")
        let object = try value("{\"a\":\"b\"}")
        #expect(object["b"] == nil)
        #expect(object[0] == nil)
        #expect(list["a"] == nil)
        #expect(list[1] == nil)
        #expect(list[-1] == nil)
        #expect(list.members.isEmpty)
        #expect(object.elements.isEmpty)
        #expect(list[0]?.string == nil)
    }
}
