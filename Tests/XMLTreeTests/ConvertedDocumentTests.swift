import Testing
import XMLTree

/// Documents in another encoding than UTF-8 are converted where declaration and bytes agree (D73).
@Suite struct ConvertedDocumentTests {
    private static func declaration(_ encoding: String) -> String { "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>" }

    private static func utf16(_ text: String, isBigEndian: Bool, isMarked: Bool = true) -> [UInt8] {
        ((isMarked ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? bytes : bytes.reversed()
        }
    }

    /// The text of the root after conversion; nil if the document is left as it is.
    private static func text(_ bytes: [UInt8], charset: String? = nil) throws -> String? {
        try ConvertedDocument.utf8(bytes, charset: charset).map { try XMLDocument.parse($0).text }
    }

    @Test(
        "bytes of ISO-8859-1 and windows-1252 are read as their declaration says",
        arguments: ["ISO-8859-1", "iso-8859-1"]
    )
    func oneByte(_ label: String) throws {
        let body = Array("<a>Zo".utf8) + [0xEB] + Array("</a>".utf8)
        #expect(try Self.text(Array(Self.declaration(label).utf8) + body) == "Zo\u{EB}")
        #expect(try Self.text(body, charset: label) == "Zo\u{EB}")
        let apostrophe = Array((Self.declaration("Windows-1252") + "<a>O").utf8) + [0x92] + Array("Dea</a>".utf8)
        #expect(try Self.text(apostrophe) == "O\u{2019}Dea")
        #expect(try Self.text(Array((Self.declaration(label) + "<a>Zoe</a>").utf8)) == "Zoe")
    }

    @Test("UTF-16 is read in either byte order, by its mark or its declaration", arguments: [true, false])
    func utf16(_ isBigEndian: Bool) throws {
        let own = isBigEndian ? "UTF-16BE" : "UTF-16LE"
        for label in ["UTF-16", "utf-16", own] {
            let text = Self.declaration(label) + "<a>Zo\u{EB} \u{1F600}</a>"
            for isMarked in [true, false] {
                let bytes = Self.utf16(text, isBigEndian: isBigEndian, isMarked: isMarked)
                #expect(try Self.text(bytes) == "Zo\u{EB} \u{1F600}")
            }
        }
        #expect(try Self.text(Self.utf16("<a>b</a>", isBigEndian: isBigEndian)) == "b")
    }

    @Test("a label that the bytes belie is left alone")
    func disagreement() {
        let name = "<a>Zo\u{EB}</a>"
        let others: [[UInt8]] = [
            // UTF-8 under another label: the label is the likelier mistake.
            Array((Self.declaration("ISO-8859-1") + name).utf8), Array((Self.declaration("windows-1252") + name).utf8),
            Array((Self.declaration("UTF-16") + name).utf8),
            Array(("\u{FEFF}" + Self.declaration("ISO-8859-1") + name).utf8),
            // UTF-16 under another label, or none.
            Self.utf16(Self.declaration("UTF-8") + name, isBigEndian: true),
            Self.utf16(Self.declaration("UTF-16BE") + name, isBigEndian: false),
            Self.utf16(name, isBigEndian: true, isMarked: false), Self.utf16(name, isBigEndian: true) + [0],
            [0xFF, 0xFE, 0x3C, 0x00, 0x00, 0xD8],
            // UTF-8 with a broken byte: one name more would be read as signs.
            Array((Self.declaration("ISO-8859-1") + name).utf8) + [0xC3],
            Array((Self.declaration("windows-1252") + "<a>\u{20AC}").utf8) + [0xE9] + Array("</a>".utf8),
            // No letters or signs of the declared encoding.
            Array((Self.declaration("ISO-8859-1") + "<a>").utf8) + [0x92] + Array("</a>".utf8),
            Array((Self.declaration("windows-1252") + "<a>").utf8) + [0x81] + Array("</a>".utf8),
            // Not one of the three.
            Array((Self.declaration("ISO-8859-15") + "<a>").utf8) + [0xE9] + Array("</a>".utf8),
            Array((Self.declaration("UTF-8") + "<a>").utf8) + [0xE9] + Array("</a>".utf8), [],
        ]
        for bytes in others { #expect(ConvertedDocument.utf8(bytes, charset: nil) == nil) }
    }

    @Test("the charset of the bearer counts only without a declaration, and never over UTF-8")
    func charset() {
        #expect(
            ConvertedDocument.utf8(Array("<a>Zo\u{EB}".utf8) + [0xC3] + Array("</a>".utf8), charset: "ISO-8859-1")
                == nil
        )
        let name = Array("<a>Zo\u{EB}</a>".utf8)
        #expect(ConvertedDocument.utf8(name, charset: "ISO-8859-1") == nil)
        #expect(ConvertedDocument.utf8(Array("<a>Zoe</a>".utf8), charset: "ISO-8859-1") == nil)
        let latin = Array((Self.declaration("UTF-8") + "<a>").utf8) + [0xEB] + Array("</a>".utf8)
        #expect(ConvertedDocument.utf8(latin, charset: "ISO-8859-1") == nil)
    }
}
