import Testing
import XMLTree

/// Which documents are accepted, and for what reason the others are refused.
@Suite struct AcceptanceTests {
    @Test(
        "a document is accepted whatever stands around its root that may stand there",
        arguments: [
            "<a/>", "<a/>\n", "<a/> \r\n\t ", "\n <a/>", "\u{FEFF}<a/>", "<?xml version='1.0'?><a/>",
            "<?xml version='1.0'?>\n<!-- c --><?p i?><a/><!-- c --><?p i?>\n", "<?xml version='1.1'?><a/>",
            "<?xml version='1.0' standalone='yes'?><a/>", "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><a/>",
            "<?xml version='1.0' encoding='utf-8'?><a/>", "<?xml version=\"1.0\"\n encoding = \"UTF-8\" ?><a/>",
            "<?xml version='1.0' encoding='US-ASCII'?><a/>", "<?xml version='1.0' encoding='utf8'?><a/>",
            "<?xml version='1.0' encoding='UTF-8' standalone='no'?><a/>", "<!-- encoding='UTF-16' --><a/>",
        ]
    )
    func accepted(document: String) {
        #expect(XMLSamples.outcome(document.utf8) == .success(XMLElement("a")))
    }

    @Test(
        "a namespace is any name, a URI or not",
        arguments: ["urn:hl7-org:v3", "relative", "not a URI", "http://[", "\u{E9}"]
    )
    func namespaceNames(name: String) {
        let root = try? XMLSamples.outcome("<p:a xmlns:p='\(name)'/>".utf8).get()
        #expect(root?.name.namespace == name)
    }

    @Test(
        "nothing, or nothing but white space, is no document",
        arguments: ["", " ", "\r\n\t\n", "\u{FEFF}", "\u{FEFF} "]
    )
    func empty(document: String) {
        #expect(XMLSamples.refusal(document.utf8) == .empty)
    }

    @Test(
        "a document type is refused, whatever it says",
        arguments: [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<!DOCTYPE a []><a/>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<?xml version='1.0'?>\n<!-- c -->\n<!DOCTYPE a PUBLIC 'p' 's'><a/>",
            "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]><a/>",
            "<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>",
        ]
    )
    func documentType(document: String) {
        #expect(XMLSamples.refusal(document.utf8) == .documentType)
    }

    @Test(
        "another encoding than UTF-8 and US-ASCII is refused by its name",
        arguments: [
            ("ISO-8859-1", "ISO-8859-1"), ("windows-1252", "windows-1252"), ("UTF-16", "UTF-16"), ("x", "x"),
            ("UTF-7", "UTF-7"), (String(repeating: "e", count: 60), String(repeating: "e", count: 40)),
        ]
    )
    func declaredEncoding(declared: String, named: String) {
        let document = "<?xml version='1.0' encoding='\(declared)'?><a/>"
        #expect(XMLSamples.refusal(document.utf8) == .unsupportedEncoding(named))
    }

    @Test("a declared encoding is refused though the bytes are not UTF-8 either")
    func declaredEncodingOfItsBytes() {
        let document = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(XMLSamples.refusal(document) == .unsupportedEncoding("ISO-8859-1"))
    }

    @Test(
        "UTF-16 is refused by its bytes",
        arguments: [[0xFE, 0xFF], [0xFF, 0xFE], [0x3C, 0], [0, 0x3C]] as [[UInt8]]
    )
    func utf16(beginning: [UInt8]) {
        #expect(XMLSamples.refusal(beginning + [0, 0x61, 0, 0x2F, 0, 0x3E]) == .unsupportedEncoding("UTF-16"))
    }

    @Test("US-ASCII is held to what it says")
    func ascii() {
        let document = "<?xml version='1.0' encoding='US-ASCII'?>\n<a>\u{E9}</a>"
        #expect(XMLSamples.refusal(document.utf8) == .notWellFormed(code: 81, line: 2, offset: 45))
    }

    @Test(
        "limits are refused beyond, not at",
        arguments: [
            ("<a><a><a/></a></a>", nil), ("<a><a><a><a/></a></a></a>", .tooDeep(limit: 3)),
            ("<a b='' c=''/>", nil), ("<a b='' c='' d=''/>", .tooManyAttributes(limit: 2)),
            ("<a xmlns='u' xmlns:p='u' b='' c=''/>", nil),
            ("<a xmlns='u' xmlns:p='u' xmlns:q='u'/>", .tooManyAttributes(limit: 2)),
            ("<a xmlns='u'><b xmlns:p='u'/><b xmlns:p='u'/></a>", nil),
            ("<a xmlns='u'><b xmlns:p='u'><c xmlns=''/></b></a>", .tooManyAttributes(limit: 2)),
            (String(repeating: " ", count: 96) + "<a/>", nil),
            (String(repeating: " ", count: 97) + "<a/>", .tooLarge(limit: 100)),
        ] as [(String, XMLParseError?)]
    )
    func limits(document: String, refusal: XMLParseError?) {
        let limits = XMLLimits(bytes: 100, depth: 3, attributesPerElement: 2)
        #expect(XMLSamples.refusal(document.utf8, limits: limits) == refusal)
    }
}
