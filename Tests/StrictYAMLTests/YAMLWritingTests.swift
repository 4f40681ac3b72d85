import StrictYAML
import Testing

@Suite("Writing YAML")
struct YAMLWritingTests {
    @Test("a document is in block style, its keys in the order given, one line for each scalar")
    func document() throws {
        let tree = YAMLTree.mapping([
            ("RXX", .mapping([("state", .string("legacy")), ("frozen", .boolean(true)), ("attempts", .integer(2))])),
            (
                "A",
                .list([.mapping([("b", .string("c")), ("a", .string("long " + String(repeating: "x ", count: 99)))])])
            ),
        ])
        #expect(
            try tree.text() == """
                RXX:
                  state: legacy
                  frozen: true
                  attempts: 2
                A:
                - b: c
                  a: 'long \(String(repeating: "x ", count: 99))'

                """
        )
    }

    @Test("a mapping and a list without entries are written as such")
    func empty() throws {
        #expect(try YAMLTree.mapping([]).text() == "{}\n")
        #expect(try YAMLTree.list([]).text() == "[]\n")
    }

    @Test(
        "text that YAML reads as another type is quoted",
        arguments: ["yes", "off", "true", "null", "~", "1", "-1.5", "0x10", "2026-11-23T12:00:00Z", "2026-11-23", "<<"]
    )
    func anotherType(_ text: String) throws {
        #expect(try YAMLTree.mapping([("a", .string(text))]).text() == "a: \"\(text)\"\n")
    }

    @Test(
        "any text is read as it was, as a key and as a value, and stays on its line",
        arguments: [
            "a complaint", "a: b", "a # b", "# a", "- a", "? a", "@a", "%a", "&a", "*a", "!a", "|", ">", "---", "...",
            "{ a }", "[a", "a, b", "\"a\"", "it's", "'", "back\\slash", " a", "a ", "a\nb", "a\n", "\n", "a\r\nb",
            "a\rb",
            "a\u{85}b", "a\u{2028}b", "a\tb", "a\u{0}b", "\u{7}", "\u{7F}", "\u{9F}", "\u{FFFE}", "zoë", "a\u{FEFF}b",
            "李", "😀", "yes", "1", "1_000", "0o17", "=", "null", "2026-11-23", String(repeating: "a b ", count: 99),
        ]
    )
    func hostile(_ text: String) throws {
        let written = try YAMLTree.mapping([("a", .string(text)), (text, .list([.string(text), .string("b")]))]).text()
        let shape = YAMLShape.dictionary(
            of: .oneOf([.list(of: .string(pattern: .anyText)), .string(pattern: .anyText)])
        )
        let read = try YAMLDocument.load(written, file: "f.yaml", shape: shape)
        let value = try #require(read["a"])
        #expect(Array(value.string.utf8) == Array(text.utf8))
        guard text.utf8.count <= 128 else { return }
        let lines = written.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        let entry = try #require(read.entries.last)
        #expect(Array(entry.key.utf8) == Array(text.utf8))
        #expect(entry.value.elements.map { Array($0.string.utf8) } == [Array(text.utf8), [UInt8(ascii: "b")]])
    }
}
