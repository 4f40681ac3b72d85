import Testing
import XMLTree

/// What the tree holds of a document that is accepted.
@Suite struct ReadingTests {
    private func root(_ document: String) throws -> XMLElement {
        try XMLDocument.parse(Array(document.utf8))
    }

    @Test("an element knows its namespace, local name and prefix")
    func elementName() throws {
        let name = try root("<a:b xmlns:a='urn:x'/>").name
        #expect([name.namespace, name.local, name.prefix] == ["urn:x", "b", "a"])
    }

    @Test("the default namespace is that of elements, not of attributes")
    func defaultNamespace() throws {
        let element = try root("<a xmlns='urn:x' b='1'/>")
        #expect([element.name.namespace, element.attributes.first?.name.namespace] == ["urn:x", nil])
    }

    @Test("an inner declaration hides an outer one until its element ends")
    func scope() throws {
        let element = try root("<a xmlns='urn:x'><b xmlns='urn:y'><c/></b><d/><e xmlns=''/></a>")
        let inner = element.elements.first?.elements.first
        #expect([inner?.name.namespace] + element.elements.map(\.name.namespace) == ["urn:y", "urn:y", "urn:x", nil])
    }

    @Test("declarations stand where the document has them, in its order")
    func declarations() throws {
        let element = try root("<a xmlns:q='urn:q' xmlns='urn:x' xmlns:p='urn:p'><b xmlns=''/></a>")
        #expect(
            element.namespaceDeclarations == [
                XMLNamespaceDeclaration(prefix: "q", uri: "urn:q"), XMLNamespaceDeclaration(prefix: nil, uri: "urn:x"),
                XMLNamespaceDeclaration(prefix: "p", uri: "urn:p"),
            ]
        )
        #expect(element.elements.first?.namespaceDeclarations == [XMLNamespaceDeclaration(prefix: nil, uri: "")])
    }

    @Test("attributes keep the order of the document")
    func attributeOrder() throws {
        let element = try root("<a z='1' b='2' xmlns:p='urn:p' p:a='3'/>")
        #expect(element.attributes.map(\.name.local) == ["z", "b", "a"])
    }

    @Test(
        "attribute values are normalised as XML demands, references are not",
        arguments: [
            ("a\tb\nc\r\nd", "a b c d"), ("a&#9;b&#10;c&#13;d", "a\tb\nc\rd"), (" a  b ", " a  b "), ("", ""),
            ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"), ("&#x1F600;", "\u{1F600}"), ("'\u{E9}", "'\u{E9}"),
            ("&#38;&#x26;\u{301}&amp;#38;&amp;amp;", "&&\u{301}&#38;&amp;"),
        ]
    )
    func attributeValue(written: String, read: String) throws {
        #expect(try root("<a b=\"\(written)\"/>").attribute("b") == read)
    }

    @Test("attributes are found by name and namespace")
    func attributeLookup() throws {
        let element = try root("<a xmlns:p='urn:p' p:b='qualified' b='plain'/>")
        #expect(element.attribute("b") == "plain")
        #expect(element.attribute("b", in: "urn:p") == "qualified")
        #expect(element.attribute("b", in: "urn:q") == nil)
        #expect(element.attribute("c") == nil)
    }

    @Test("child elements are found by name and namespace")
    func elementLookup() throws {
        let element = try root("<a xmlns:p='urn:p'>t<b n='1'/><p:b n='2'/><b n='3'/></a>")
        #expect(element.first("b", in: nil)?.attribute("n") == "1")
        #expect(element.first("b", in: "urn:p")?.attribute("n") == "2")
        #expect(element.first("c", in: nil) == nil)
        #expect(element.all("b", in: nil).map { $0.attribute("n") } == ["1", "3"])
        #expect(element.elements.count == 3)
    }

    @Test("the text of an element is that of its own text children")
    func text() throws {
        #expect(try root("<a>x<b>y</b>z</a>").text == "xz")
    }

    @Test(
        "text is kept as it is, CDATA sections and references in it, comments and instructions out of it",
        arguments: [
            (" \n\t x ", " \n\t x "), ("a\r\nb\rc", "a\nb\nc"), ("a&#13;b", "a\rb"), ("<![CDATA[<&]]>", "<&"),
            ("a<![CDATA[b]]>c", "abc"), ("a<!-- - -->b", "ab"), ("a<?p i?>b", "ab"), ("&#x41;&amp;&#66;", "A&B"),
            ("]] >", "]] >"), ("\u{1F600}\u{E9}\u{FFFD}", "\u{1F600}\u{E9}\u{FFFD}"), ("]]&gt;", "]]>"),
        ]
    )
    func textChildren(written: String, read: String) throws {
        #expect(try root("<a>\(written)</a>") == XMLElement("a", .text(read)))
    }

    @Test("an element without text or elements has no children", arguments: ["<a/>", "<a></a>", "<a><!----></a>"])
    func empty(document: String) throws {
        #expect(try root(document) == XMLElement("a"))
    }

    @Test("white space between elements is text")
    func whiteSpace() throws {
        #expect(try root("<a> <b/>\n</a>") == XMLElement("a", .text(" "), .element(XMLElement("b")), .text("\n")))
    }

    @Test("long text in one piece and in many comes out whole")
    func longText() throws {
        let text = String(repeating: "012345678\u{E9}\u{1F600}&amp;\r\n", count: 5_000)
        let read = String(repeating: "012345678\u{E9}\u{1F600}&\n", count: 5_000)
        #expect(try root("<a>\(text)</a>") == XMLElement("a", .text(read)))
    }
}
