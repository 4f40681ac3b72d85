import Foundation
import Testing
import XMLTree

/// Documents in other encodings than UTF-8, converted for reading.
@Suite struct DocumentConversionTests {
    /// The text of the root of a document; nil if it cannot be read.
    private static func text(_ bytes: [UInt8], charset: String? = nil) -> String? {
        (try? XMLDocument.parse(XMLDocument.utf8(bytes, charset: charset)))?.text
    }

    private static func bytes(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        Array(text.data(using: encoding) ?? Data())
    }

    @Test(
        "a document is read in the encoding that it declares",
        arguments: [
            ("ISO-8859-1", String.Encoding.isoLatin1, "Siân Müller ÿ"), ("iso-8859-1", .isoLatin1, "É"),
            ("ISO-8859-2", .isoLatin2, "Łukasz Żółć"), ("windows-1252", .windowsCP1252, "O’Neill €"),
            ("WINDOWS-1250", .windowsCP1250, "Dvořák"),
        ]
    )
    func declared(_ name: String, _ encoding: String.Encoding, _ text: String) {
        let document = "<?xml version=\"1.0\" encoding=\"\(name)\"?>\n<a>\(text)</a>"
        #expect(Self.text(Self.bytes(document, encoding)) == text)
    }

    @Test(
        "UTF-16 and UTF-32 are known by their mark, and without one by the bytes of the first bracket",
        arguments: [
            String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
        ]
    )
    func wide(_ encoding: String.Encoding) {
        for declaration in ["", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='UTF-16'?>"] {
            for mark in ["", "\u{FEFF}"] {
                #expect(Self.text(Self.bytes("\(mark)\(declaration)<a>Siân 𐍈</a>", encoding)) == "Siân 𐍈")
            }
        }
    }

    @Test(
        "UTF-8 comes back byte for byte, whatever label the transport puts on it",
        arguments: ["ISO-8859-1", "utf-16", "x"]
    )
    func mislabelled(_ charset: String) throws {
        for text in ["<a>Siân</a>", "\u{FEFF}<a>Siân</a>", "<?xml version='1.0' encoding='utf-8'?><a>Siân</a>"] {
            #expect(try XMLDocument.utf8(Array(text.utf8), charset: charset) == Array(text.utf8))
        }
    }

    @Test("the transport's word counts where the document says nothing and is no UTF-8")
    func transport() {
        let bytes = Self.bytes("<a>Siân</a>", .isoLatin1)
        #expect(Self.text(bytes, charset: "iso-8859-1") == "Siân")
        #expect(Self.text(bytes) == nil)
        #expect(Self.text(bytes, charset: "utf-8") == nil)
    }

    @Test(
        "what cannot be converted is refused by name, and no escape sequences are ever followed",
        arguments: [
            "ISO-2022-CN-EXT", "ISO-2022-JP", "UTF-7", "EBCDIC-CP-US", "Shift_JIS", "ISO-8859-12", "x", "C//TRANSLIT",
        ]
    )
    func unknown(_ name: String) {
        let document = Array("<?xml version='1.0' encoding='\(name)'?><a/>".utf8)
        #expect(throws: XMLParseError.self) { try XMLDocument.parse(XMLDocument.utf8(document)) }
        #expect(throws: XMLParseError.unsupportedEncoding(name)) {
            try XMLDocument.utf8([0x3C, 0x61, 0xE9], charset: name)
        }
    }

    @Test("bytes that are not in the encoding that is named are refused, not replaced")
    func invalid() {
        let head = "<?xml version='1.0' encoding='windows-1252'?><a>"
        #expect(Self.text(Array(head.utf8) + [0x81] + Array("</a>".utf8)) == nil, "a byte that is no character")
        var loneSurrogate = Self.bytes("\u{FEFF}<a>x</a>", .utf16LittleEndian)
        loneSurrogate[9] = 0xD8
        #expect(Self.text(loneSurrogate) == nil)
        #expect(
            Self.text(Self.bytes("\u{FEFF}<a/>", .utf16BigEndian).dropLast(1).map { $0 }) == nil,
            "half a character"
        )
    }
}
