import Testing
import XMLTree

@Suite struct WritingTests {
    private func written(_ root: XMLElement) -> String {
        String(decoding: XMLWriter.serialize(root, declaration: .none), as: UTF8.self)
    }

    @Test("the declaration is that of the captured answer, or none")
    func declaration() {
        #expect(XMLWriter.serialize(XMLElement("a")) == Array("<?xml version='1.0' encoding='UTF-8'?>\n<a/>".utf8))
        #expect(XMLWriter.serialize(XMLElement("a"), declaration: .none) == Array("<a/>".utf8))
    }

    @Test("declarations come before attributes, each in the order held, with the prefixes held")
    func tag() {
        let element = XMLElement(
            name: XMLName(namespace: "urn:p", local: "a", prefix: "p"),
            namespaceDeclarations: [
                XMLNamespaceDeclaration(prefix: "p", uri: "urn:p"), XMLNamespaceDeclaration(prefix: nil, uri: "urn:d"),
            ],
            attributes: [
                XMLAttribute(name: XMLName(namespace: nil, local: "z", prefix: nil), value: "1"),
                XMLAttribute(name: XMLName(namespace: "urn:p", local: "b", prefix: "p"), value: "2"),
            ],
            children: [.element(XMLElement(name: XMLName(namespace: "urn:d", local: "c", prefix: nil)))]
        )
        #expect(written(element) == #"<p:a xmlns:p="urn:p" xmlns="urn:d" z="1" p:b="2"><c/></p:a>"#)
    }

    @Test(
        "an element with nothing in it is one tag",
        arguments: [XMLElement("a"), XMLElement("a", .text("")), XMLElement("a", .text(""), .text(""))]
    )
    func empty(element: XMLElement) {
        #expect(written(element) == "<a/>")
    }

    @Test("elements and texts are written in order")
    func children() {
        let element = XMLElement("a", .text("x"), .element(XMLElement("b", .element(XMLElement("c")))), .text("y"))
        #expect(written(element) == "<a>x<b><c/></b>y</a>")
    }

    @Test(
        "text is escaped as far as it has to be",
        arguments: [
            ("<>&\"'", "&lt;&gt;&amp;\"'"), ("]]>", "]]&gt;"), ("\t\n\r\r\n", "\t\n&#13;&#13;\n"),
            ("&amp;", "&amp;amp;"),
            ("\u{E9}\u{FFFD}\u{FEFF}\u{1F600}", "\u{E9}\u{FFFD}\u{FEFF}\u{1F600}"), ("plain", "plain"),
            ("a&", "a&amp;"),
        ]
    )
    func text(held: String, written: String) {
        #expect(self.written(XMLElement("a", .text(held))) == "<a>\(written)</a>")
    }

    @Test(
        "attribute values and namespaces are escaped so that white space comes back",
        arguments: [
            ("<>&\"'", "&lt;&gt;&amp;&quot;'"), ("\t\n\r ", "&#9;&#10;&#13; "), ("", ""), ("\u{E9}", "\u{E9}"),
        ]
    )
    func values(held: String, written: String) {
        let name = XMLName(namespace: nil, local: "b", prefix: nil)
        let element = XMLElement(
            name: XMLName(namespace: nil, local: "a", prefix: nil),
            namespaceDeclarations: [XMLNamespaceDeclaration(prefix: "p", uri: held)],
            attributes: [XMLAttribute(name: name, value: held)]
        )
        #expect(self.written(element) == "<a xmlns:p=\"\(written)\" b=\"\(written)\"/>")
    }

    @Test("a character that XML cannot hold is written as the replacement character")
    func forbidden() {
        let scalars = (0...0x1F).compactMap(Unicode.Scalar.init) + ["\u{FFFE}", "\u{FFFF}"]
        for scalar in scalars where !XMLCharacter.isAllowed(scalar) {
            #expect(written(XMLElement("a", .text("x\(scalar)y"))) == "<a>x\u{FFFD}y</a>")
        }
    }

    @Test("all characters that XML can hold come back, in text and in a value")
    func allCharacters() throws {
        let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).filter(
            XMLCharacter.isAllowed
        )
        let text = String(String.UnicodeScalarView(scalars))
        let name = XMLName(namespace: nil, local: "b", prefix: nil)
        var element = XMLElement("a", .text(text))
        element.attributes = [XMLAttribute(name: name, value: text)]
        let limits = XMLLimits(bytes: 1 << 24)
        let read = try XMLDocument.parse(XMLWriter.serialize(element), limits: limits)
        #expect(Array(read.text.unicodeScalars) == scalars)
        #expect(Array((read.attribute("b") ?? "").unicodeScalars) == scalars)
    }

    @Test(
        "the characters that XML can hold are those of its grammar",
        arguments: [
            (0x08, false), (0x09, true), (0x0A, true), (0x0B, false), (0x0D, true), (0x1F, false), (0x20, true),
            (0x7F, true), (0xD7FF, true), (0xE000, true), (0xFFFD, true), (0xFFFE, false), (0xFFFF, false),
            (0x10000, true), (0x1FFFE, true), (0x10FFFF, true),
        ] as [(UInt32, Bool)]
    )
    func characters(value: UInt32, isAllowed: Bool) throws {
        #expect(XMLCharacter.isAllowed(try #require(Unicode.Scalar(value))) == isAllowed)
    }
}
