import Foundation
import Testing

@testable import SMSPContract

/// The message in an HTTP answer: out of its codings, parts and encodings.
@Suite struct AnswerMessageTests {
    private static let text = "<a>Siân</a>"

    private static func answer(_ body: [UInt8], _ fields: [(String, String)] = []) -> WireAnswer {
        WireAnswer(status: 200, fields: fields.map { HTTPField($0.0, $0.1) }, body: body)
    }

    private static func message(_ body: [UInt8], _ fields: [(String, String)] = []) -> String? {
        (try? answer(body, fields).message()).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func reason(_ body: [UInt8], _ fields: [(String, String)] = []) -> UnreadableAnswer? {
        do throws(UnreadableAnswer) {
            _ = try AnswerReader.read(answer(body, fields))
            return nil
        } catch {
            return error
        }
    }

    /// `text` as gzip.
    private static let gzip = Array(
        Data(base64Encoded: "H4sIAAAAAAACA7NJtAvOPLwoz0Y/0Q4A7H2lsgwAAAA=") ?? Data()
    )

    @Test("a coding is undone, under its name in any case, one around another and in several fields (D69)")
    func codings() {
        #expect(Self.message(Self.gzip, [("content-encoding", "GZIP")]) == Self.text)
        #expect(Self.message(Self.gzip, [("Content-Encoding", "identity, gzip")]) == Self.text)
        #expect(Self.message(Self.gzip, [("Content-Encoding", "gzip"), ("Content-Encoding", "identity")]) == Self.text)
        #expect(Self.message(Array(Self.text.utf8), [("Content-Encoding", "")]) == Self.text)
    }

    @Test("what is not as its coding says has that reason")
    func brokenCoding() {
        #expect(Self.reason(Array(Self.text.utf8), [("Content-Encoding", "gzip")]) == .contentCoding)
        #expect(Self.reason(Self.gzip.dropLast(9), [("Content-Encoding", "gzip")]) == .contentCoding)
        #expect(Self.reason(Self.gzip, [("Content-Encoding", "br")]) == .contentCoding)
        #expect(Self.reason(Self.gzip, [("Content-Encoding", "gzip, gzip, gzip, gzip")]) == .contentCoding)
        #expect(Self.reason(Self.gzip) == .notSMSP, "nothing says that it is compressed")
    }

    @Test("a message in another encoding is read, and has that reason if it cannot be")
    func charset() {
        let latin = Array(Self.text.data(using: .isoLatin1) ?? Data())
        #expect(Self.message(latin, [("Content-Type", "text/xml; charset=\"ISO-8859-1\"")]) == Self.text)
        #expect(Self.reason(latin, [("Content-Type", "text/xml; charset=EBCDIC-CP-US")]) == .charset)
        let declared = Array("<?xml version='1.0' encoding='x-unknown'?><a/>".utf8)
        #expect(Self.reason(declared) == .charset)
    }

    private static func multipart(_ body: String, end: String = "\r\n", closing: String = "--") -> [UInt8] {
        let lines = [
            "preamble", "--b 1", "Content-Type: text/plain", "Content-ID: <other>", "", "other", "--b 1",
            "content-type: application/xop+xml; charset=UTF-8; type=\"text/xml\"", "Content-Transfer-Encoding: binary",
            "Content-ID: <root>", "", body, "--b 1\(closing)", "",
        ]
        return Array(lines.joined(separator: end).utf8)
    }

    private static func type(_ rest: String) -> [(String, String)] {
        [("Content-Type", "multipart/related; type=\"application/xop+xml\"; boundary=\"b 1\"\(rest)")]
    }

    @Test("the root part is the one that `start` names, or else the first", arguments: ["\r\n", "\n"])
    func parts(_ end: String) {
        let body = Self.multipart("<a>\(end)</a>\(end)", end: end)
        #expect(Self.message(body, Self.type("; start=\"<root>\"")) == "<a>\(end)</a>\(end)")
        #expect(Self.message(body, Self.type("")) == "other")
    }

    @Test("parts that cannot be told apart, or that a message refers to, have that reason")
    func brokenParts() {
        let start = "; start=\"<root>\""
        #expect(Self.reason(Self.multipart("<a/>", closing: "x--"), Self.type(start)) == .multipart, "no end")
        #expect(Self.reason(Self.multipart("<a/>"), Self.type("; start=\"<none>\"")) == .multipart)
        #expect(Self.reason(Self.multipart("<a/>"), [("Content-Type", "multipart/related")]) == .multipart)
        let include = "<a><i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:other\"/></a>"
        #expect(Self.reason(Self.multipart(include), Self.type(start)) == .multipart)
    }

    @Test("a compressed body may hold parts, and a part a message in another encoding")
    func nested() {
        let root = Array("--x\r\nContent-Type: text/xml; charset=iso-8859-1\r\n\r\n<a>Si".utf8) + [0xE2]
        let body = root + Array("n</a>\r\n--x--".utf8)
        #expect(Self.message(body, [("Content-Type", "Multipart/Related; boundary=x")]) == Self.text)
    }

    @Test("what is no SMSP answer has that reason", arguments: ["", "<html/>", "<a/>", "busy", "{}"])
    func other(_ body: String) {
        #expect(Self.reason(Array(body.utf8)) == .notSMSP)
    }

    @Test("a message beyond the limit of every message has that reason")
    func length() {
        let body = Array("<a/>".utf8) + Array(repeating: UInt8(ascii: " "), count: 1 << 20)
        #expect(Self.reason(body) == .tooLarge)
    }
}
