import Foundation
import NHSIdentifiers
import Testing

/// What a terminal is shown of the text of others.
@Suite struct TerminalTextTests {
    /// Every control, and every character that changes the order or the lines of others.
    private static let harmful: [Unicode.Scalar] =
        (Array(0...0x1F) + Array(0x7F...0x9F) + [0x61C, 0x200E, 0x200F, 0x2028, 0x2029] + Array(0x202A...0x202E)
        + Array(0x2066...0x2069)).compactMap { Unicode.Scalar($0 as UInt32) }

    @Test("every control and bidirectional character is written as its number")
    func escaped() {
        for scalar in Self.harmful where scalar != "\n" && scalar != "\t" {
            let number = String(scalar.value, radix: 16, uppercase: true)
            #expect(TerminalText.escaped("a\(scalar)b") == "a\\u{\(number)}b")
        }
        #expect(TerminalText.escaped("a\r\nb\tc") == "a\\u{D}\nb\tc")
        #expect(TerminalText.escaped("a\nb\tc", isOneLine: true) == "a\\u{A}b\\u{9}c")
    }

    @Test("names in any script stay as they are", arguments: ["Zoë O’Brien", "علي رضا", "नीलम शर्मा", "می‌خواهم", "👩‍⚕️", ""])
    func kept(_ text: String) {
        #expect(TerminalText.escaped(text, isOneLine: true) == text)
        #expect(TerminalText.escapedJSON(text) == text)
    }

    @Test("escaped JSON has no such character, and reads as the same text")
    func json() throws {
        var text = "a"
        text.unicodeScalars += Self.harmful
        let encoded = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        let escaped = TerminalText.escapedJSON(encoded)
        #expect(!escaped.unicodeScalars.contains { Self.harmful.contains($0) })
        #expect(try JSONDecoder().decode([String].self, from: Data(escaped.utf8)) == [text])
    }
}
