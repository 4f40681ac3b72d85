import JSONTree
import Testing

@Suite struct WritingTests {
    @Test(
        "a value is written in its shortest form, in the order held",
        arguments: [
            (.object([]), "{}"), (.array([]), "[]"), (.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
            (.number("1.50"), "1.50"), (.array([.number("1"), .array([.null]), .string("a")]), #"[1,[null],"a"]"#),
            (
                .object([JSONMember(key: "z", value: .number("1")), JSONMember(key: "a", value: .object([]))]),
                #"{"z":1,"a":{}}"#
            ),
        ] as [(JSONValue, String)]
    )
    func values(value: JSONValue, written: String) {
        #expect(String(decoding: value.serialized(), as: UTF8.self) == written)
    }

    @Test(
        "strings are escaped as far as they have to be, keys like values",
        arguments: [
            ("\"\\/", #"\"\\/"#), ("\n\r\t", #"\n\r\t"#), ("\u{0}\u{8}\u{C}\u{1F}", #"\u0000\u0008\u000c\u001f"#),
            ("\u{7F}\u{E9}\u{1F600}\u{2028}", "\u{7F}\u{E9}\u{1F600}\u{2028}"), ("", ""),
        ]
    )
    func strings(held: String, written: String) {
        #expect(JSONValue.string(held).serialized() == Array("\"\(written)\"".utf8))
        let object = JSONValue.object([JSONMember(key: held, value: .null)])
        #expect(object.serialized() == Array("{\"\(written)\":null}".utf8))
    }

    @Test(
        "lines for terminals escape every control character by its number",
        arguments: [
            ("\"\\", #"\"\\"#), ("\n\r\t", #"\u000a\u000d\u0009"#), ("\u{0}\u{1B}", #"\u0000\u001b"#),
            ("\u{7F}\u{85}\u{9F}\u{A0}\u{E9}", "\\u007f\\u0085\\u009f\u{A0}\u{E9}"),
        ]
    )
    func terminals(held: String, written: String) {
        #expect(JSONValue.string(held).serialized(escaping: .allControls) == Array("\"\(written)\"".utf8))
    }

    @Test("text for people has a line for each member, and scalars of an array on one")
    func indented() {
        let value: JSONValue = [
            "a": .array([.integer(1), .string("b")]), "c": ["d": .null, "e": [:]],
            "f": .array([.array([]), ["g": .bool(true)]]),
        ]
        #expect(
            value.indented() == """
                {
                  "a": [1, "b"],
                  "c": {
                    "d": null,
                    "e": {}
                  },
                  "f": [
                    [],
                    {
                      "g": true
                    }
                  ]
                }
                """
        )
    }

    @Test("a record that was read, written and read again is the same")
    func record() throws {
        let patient = try JSONValue.parse(Array(JSONSamples.patient.utf8))
        #expect(try JSONValue.parse(patient.serialized()) == patient)
    }
}
