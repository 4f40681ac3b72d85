import ProcessorTime
import Testing
import XMLTree

/// Documents made to exhaust whoever reads them.
@Suite(.timeLimit(.minutes(10))) struct HostileDocumentTests {
    /// `unit` as often as it takes to fill 256 KiB, inside an element.
    private static func flood(of unit: String) -> [UInt8] {
        Array("<a>\(String(repeating: unit, count: (256 << 10) / unit.utf8.count))</a>".utf8)
    }

    /// `count` attributes with names of their own.
    private static func attributes(_ count: Int) -> String {
        (0..<count).map { " a\($0)=''" }.joined()
    }

    @Test("an entity bomb is refused before an entity is declared")
    func entityBomb() {
        let entities = (1...20).map { "<!ENTITY e\($0) '&e\($0 - 1);&e\($0 - 1);&e\($0 - 1);'>" }.joined()
        let document = "<!DOCTYPE a [<!ENTITY e0 'ha'>\(entities)]><a>&e20;</a>"
        #expect(XMLSamples.refusal(document.utf8) == .documentType)
    }

    @Test("10 MB are refused by their length alone")
    func length() {
        #expect(XMLSamples.refusal([UInt8](repeating: 0x20, count: 10_000_000)) == .tooLarge(limit: 1 << 20))
    }

    @Test("10,000 levels are refused at the 65th")
    func levels() {
        let document = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
        #expect(XMLSamples.refusal(document.utf8) == .tooDeep(limit: 64))
    }

    @Test(
        "a tag with thousands of attributes is refused, wherever it is hidden",
        arguments: [
            ("<a", "/>"), ("<a b='>'", "/>"), ("<a b=\">'\"", "/>"), ("<a b='\">'", "/>"),
            ("<a><!-- <b --><c", "/></a>"),
            ("<a><![CDATA[<b]]><c", "/></a>"), ("<?p <b ?><a", "/>"), ("<a>\"<b", "/></a>"), ("<a", ""),
            ("<a><!-->--><b", "/></a>"), ("<a>]]&gt;<b", "/></a>"),
        ]
    )
    func attributes(before: String, after: String) {
        let document = before + Self.attributes(28_000) + after
        #expect(XMLSamples.refusal(document.utf8) == .tooManyAttributes(limit: 128))
    }

    @Test("the largest tag there can be is refused in less time than libxml2 would take to compare its attributes")
    func largestTag() {
        let document = Array("<a\(Self.attributes(95_000))/>".utf8)
        let time = processorTime {
            #expect(XMLSamples.refusal(document) == .tooManyAttributes(limit: 128))
        }
        #expect(time < .seconds(1))
    }

    @Test("12,000 namespace declarations in one tag are refused")
    func declarations() {
        let document = "<a" + (0..<12_000).map { " xmlns:a\($0)='u'" }.joined() + "/>"
        #expect(XMLSamples.refusal(document.utf8) == .tooManyAttributes(limit: 128))
    }

    @Test("namespace declarations spread over many levels are refused")
    func nestedDeclarations() {
        let tags = (0..<60).map { level in
            "<a" + (0..<100).map { " xmlns:p\(level)x\($0)='u'" }.joined() + ">"
        }
        #expect(XMLSamples.refusal(tags.joined().utf8) == .tooManyAttributes(limit: 128))
    }

    @Test("text full of equals signs is no tag full of attributes")
    func equalsSigns() {
        let text = String(repeating: "=", count: 20_000)
        let document = "<a b='\(text)'><!--\(text)-->\(text)<![CDATA[<\(text)]]><?p \(text)?></a>"
        #expect(XMLSamples.refusal(document.utf8) == nil)
    }

    @Test("a small document is held to the limit of attributes too")
    func fewAttributes() {
        #expect(XMLSamples.refusal("<a\(Self.attributes(128))/>".utf8) == nil)
        #expect(XMLSamples.refusal("<a\(Self.attributes(129))/>".utf8) == .tooManyAttributes(limit: 128))
    }

    @Test(
        "the first mistake of a document full of mistakes ends its parse",
        arguments: [
            ("&", 68), ("<", 68), ("<b", 68), ("]]>", 62), ("&#0;", 9), ("&x;", 26), ("<!-- -- -->", 80), ("<b c>", 41),
            ("<p:b/>", 201), ("<b c='' c=''/>", 42), ("<?xml?>", 64), ("<![CDATA[", 63), ("</b>", 76),
        ]
    )
    func mistakes(unit: String, code: Int) {
        #expect(XMLSamples.code(Self.flood(of: unit)) == code)
    }

    @Test(
        "a document full of small things is read",
        arguments: [
            "<b/>", "<b>", "&amp;", "&#65;", "\u{E9}", "<!---->", "<?p?>", "\r\n", "<![CDATA[x]]>", "<b c=''/>",
        ]
    )
    func smallThings(unit: String) {
        let isNested = unit == "<b>"
        #expect(XMLSamples.refusal(Self.flood(of: unit)) == (isNested ? .tooDeep(limit: 64) : nil))
    }

    @Test("long names, values and prefixes are read")
    func longNames() {
        let name = String(repeating: "n", count: 40_000)
        let document = "<\(name):a xmlns:\(name)='\(name)' \(name)='\(name)'></\(name):a>"
        #expect(XMLSamples.refusal(document.utf8) == nil)
    }
}
