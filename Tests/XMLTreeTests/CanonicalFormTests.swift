import Testing
import XMLTree

@Suite struct CanonicalFormTests {
    private func areEqual(_ one: String, _ other: String) throws -> Bool {
        try XMLDocument.parse(Array(one.utf8)).canonical == XMLDocument.parse(Array(other.utf8)).canonical
    }

    @Test(
        "what means the same has the same form",
        arguments: [
            ("<a xmlns='u'/>", "<p:a xmlns:p='u'/>"), ("<a b='1' c='2'/>", "<a c='2' b='1'/>"),
            ("<a xmlns:p='u' p:b='1' b='2'/>", "<a b='2' q:b='1' xmlns:q='u'/>"), ("<a xmlns:unused='u'/>", "<a/>"),
            ("<a>x<!-- c -->y</a>", "<a>xy</a>"), ("<a><![CDATA[&]]></a>", "<a>&amp;</a>"), ("<a></a>", "<a/>"),
            ("<a xmlns='u'><b/></a>", "<p:a xmlns:p='u'><b xmlns='u'/></p:a>"), ("<a b='&#x41;'/>", "<a b=\"A\"/>"),
            ("<?xml version='1.0'?>\n<a/>\n", "<a/>"),
        ]
    )
    func same(one: String, other: String) throws {
        #expect(try areEqual(one, other))
    }

    @Test(
        "what means something else has another form",
        arguments: [
            ("<a/>", "<b/>"), ("<a xmlns='u'/>", "<a/>"), ("<a xmlns='u'/>", "<a xmlns='v'/>"), ("<a b='1'/>", "<a/>"),
            ("<a b='1'/>", "<a b='2'/>"), ("<a xmlns:p='u' p:b='1'/>", "<a b='1'/>"), ("<a>x</a>", "<a/>"),
            ("<a> </a>", "<a/>"), ("<a><b/><c/></a>", "<a><c/><b/></a>"), ("<a>x<b/></a>", "<a><b/>x</a>"),
            ("<a><b/><b/></a>", "<a><b/></a>"),
        ]
    )
    func different(one: String, other: String) throws {
        #expect(try !areEqual(one, other))
    }

    @Test("texts of a built tree are joined, and empty ones left out")
    func builtTexts() {
        let built = XMLElement("a", .text("x"), .text(""), .text("y"), .element(XMLElement("b")), .text(""))
        #expect(built.canonical == XMLElement("a", .text("xy"), .element(XMLElement("b"))))
    }

    @Test("the canonical form of a canonical form is itself", arguments: 0..<100 as Range<UInt64>)
    func idempotence(seed: UInt64) {
        var random = RandomXML(seed: seed)
        let canonical = random.root().canonical
        #expect(canonical.canonical == canonical)
    }
}
