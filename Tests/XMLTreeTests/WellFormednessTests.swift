import Testing
import XMLTree

/// Documents that are not well-formed, with libxml2's code for the reason (`xmlParserErrors`).
@Suite struct WellFormednessTests {
    @Test(
        "what is not well-formed is refused with its reason",
        arguments: [
            ("x", 4), ("<a>", 77), ("<a", 73), ("<", 68), ("<a/><b/>", 5), ("<a/>x", 5), ("<a/>&amp;", 5), ("</a>", 68),
            ("<a></b>", 76), ("<a><b></a></b>", 76), ("<a/ >", 68), ("< a/>", 68), ("<1/>", 68), ("<a b/>", 41),
            ("<a b=c/>", 39), ("<a b='c/>", 40), ("<a b='<'/>", 38), ("<a b='c'd='e'/>", 65), ("<a b='' b=''/>", 42),
            ("<a>&</a>", 68), ("<a>&x</a>", 23), ("<a>&x;</a>", 26), ("<a b='&x;'/>", 26), ("<a>&nbsp;</a>", 26),
            ("<a>&#0;</a>", 9), ("<a>&#1;</a>", 9), ("<a>&#xD800;</a>", 9), ("<a>&#x110000;</a>", 9),
            ("<a>&#x;</a>", 9), ("<a>&#;</a>", 9), ("<a>&#xg;</a>", 6), ("<a>&#a;</a>", 7), ("<a>&#xFFFF;</a>", 9),
            ("<a>]]></a>", 62), ("<a><!-- -- --></a>", 80), ("<a><!--</a>", 45), ("<a><![CDATA[</a>", 63),
            ("<a><?p </a>", 47), ("<a><?xml?></a>", 64), (" <?xml version='1.0'?><a/>", 64), ("<?xml?><a/>", 64),
            ("<?xml ?><a/>", 96), ("<?xml version='1.0' ", 57), ("<?xml version='2.0'?><a/>", 108),
            ("<?xml version='1.0' encoding=''?><a/>", 79), ("<?xml version='1.0' encoding='-x'?><a/>", 79),
            ("\u{FEFF}\u{FEFF}<a/>", 4),
        ]
    )
    func grammar(document: String, code: Int) {
        #expect(XMLSamples.code(document.utf8) == code)
    }

    @Test(
        "namespaces that contradict themselves are refused",
        arguments: [
            ("<p:a/>", 201), ("<a p:b=''/>", 201), ("<a><b xmlns:p='u'/><p:c/></a>", 201), ("<a xmlns:p=''/>", 200),
            ("<a xmlns:xml='u'/>", 200), ("<a xmlns:xmlns='u'/>", 200), ("<a xmlns='u' xmlns='u'/>", 42),
            ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", 200), ("<a xmlns:p='u' xmlns:p='v'/>", 42),
            ("<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", 203), ("<a:b:c xmlns:a='u'/>", 202), ("<a:/>", 202),
            ("<:a/>", 202),
        ]
    )
    func namespaces(document: String, code: Int) {
        #expect(XMLSamples.code(document.utf8) == code)
    }

    @Test("a character that XML cannot hold is refused wherever it stands", arguments: 0..<32 as Range<UInt8>)
    func controlCharacter(byte: UInt8) {
        let isWhiteSpace = [9, 10, 13].contains(byte)
        let places = [
            "<a>\u{1A}</a>", "<a b='\u{1A}'/>", "<a/>\u{1A}", "<a><![CDATA[\u{1A}]]></a>", "<a><!--\u{1A}--></a>",
        ]
        for place in places {
            let document = place.utf8.map { $0 == 0x1A ? byte : $0 }
            #expect((XMLSamples.refusal(document) == nil) == isWhiteSpace, "\(place.debugDescription)")
        }
    }

    @Test("a noncharacter that XML forbids is refused", arguments: ["\u{FFFE}", "\u{FFFF}"])
    func noncharacter(character: String) {
        #expect(XMLSamples.code("<a>\(character)</a>".utf8) == 9)
    }

    @Test("a NUL does not end the document")
    func nul() {
        #expect(XMLSamples.refusal("<a>\n</a>\0<b>".utf8) == .notWellFormed(code: 9, line: 2, offset: 8))
    }

    @Test(
        "bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func invalidUTF8(bytes: [UInt8]) {
        let document = Array("<a>\n\n".utf8) + bytes + Array("</a>".utf8)
        #expect(XMLSamples.refusal(document) == .notWellFormed(code: 81, line: 3, offset: 5))
    }

    @Test("the line and offset of a mistake are those of the document")
    func position() {
        let document = "\u{FEFF}<?xml version='1.0'?>\n<a>\n  <b>&bad;</b>\n</a>"
        #expect(XMLSamples.refusal(document.utf8) == .notWellFormed(code: 26, line: 3, offset: 39))
    }

    @Test("a document that is cut off is an error at every byte")
    func truncation() {
        let message = Array(XMLSamples.message.utf8)
        let root = message.lastIndex(of: UInt8(ascii: ">")) ?? 0
        let accepted = (0...root).filter { XMLSamples.refusal(message.prefix($0)) == nil }
        #expect(accepted == [])
        #expect(XMLSamples.refusal(message) == nil)
    }
}
