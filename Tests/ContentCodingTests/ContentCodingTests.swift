import ProcessorTime
import Testing

@testable import ContentCoding

/// Bodies decompressed: what comes out, and what is refused.
@Suite struct ContentCodingTests {
    private static let all: [(ContentCoding, [UInt8])] = [
        (.gzip, CodedSamples.gzip), (.deflate, CodedSamples.zlib), (.deflate, CodedSamples.bare),
    ]

    private static func error(_ coding: ContentCoding, _ bytes: [UInt8], _ limits: ContentCodingLimits = .standard)
        -> ContentCodingError?
    {
        do {
            _ = try coding.decode(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test("gzip, and deflate with or without its zlib header, give the text back", arguments: 0..<3)
    func decoded(_ form: Int) throws {
        let (coding, bytes) = Self.all[form]
        #expect(try coding.decode(bytes) == CodedSamples.text)
        #expect(try coding.decode(bytes + [0x0A, 0x00]) == CodedSamples.text, "bytes behind the end are ignored")
    }

    @Test("the members of a gzip body follow one another")
    func members() throws {
        #expect(
            try ContentCoding.gzip.decode(CodedSamples.gzip + CodedSamples.gzip) == CodedSamples.text
                + CodedSamples.text
        )
    }

    @Test("a body of empty members costs no more than its bytes", .timeLimit(.minutes(10)))
    func emptyMembers() throws {
        let member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0] + Array(repeating: 0, count: 8)
        let body = Array(repeatElement(member, count: 50_000).joined())
        var text: [UInt8]?
        let time = try processorTime { text = try ContentCoding.gzip.decode(body) }
        #expect(text == [])
        #expect(time < .seconds(5))
    }

    @Test("a body that is cut anywhere is refused, never answered in part", arguments: 0..<3)
    func cut(_ form: Int) {
        let (coding, bytes) = Self.all[form]
        for length in 0..<bytes.count where Self.error(coding, Array(bytes.prefix(length))) != .broken {
            Issue.record("cut after \(length) of \(bytes.count) bytes")
        }
    }

    @Test("a changed byte of a body with a checksum is refused, or changes nothing", arguments: [0, 1])
    func changed(_ form: Int) {
        let (coding, bytes) = Self.all[form]
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x55
            // The header of gzip holds a time and the like, which say nothing about the text.
            if let text = try? coding.decode(changed) { #expect(text == CodedSamples.text, "byte \(place)") }
        }
    }

    @Test("bytes that are not coded are refused under either name", arguments: [ContentCoding.gzip, .deflate])
    func notCoded(_ coding: ContentCoding) {
        #expect(Self.error(coding, Array("<soap:Envelope/>".utf8)) == .broken)
        #expect(Self.error(coding, []) == .broken)
    }

    @Test("the limit of length holds to the byte")
    func length() throws {
        var limits = ContentCodingLimits.standard
        limits.bytes = CodedSamples.text.count
        #expect(try ContentCoding.gzip.decode(CodedSamples.gzip, limits: limits) == CodedSamples.text)
        limits.bytes -= 1
        #expect(Self.error(.gzip, CodedSamples.gzip, limits) == .tooLarge)
        #expect(Self.error(.deflate, CodedSamples.bare, limits) == .tooLarge)
    }

    @Test("few bytes that become many are refused by their ratio, and so are members that add up")
    func ratio() {
        #expect(Self.error(.gzip, CodedSamples.noughts) == .tooLarge)
        var limits = ContentCodingLimits(bytes: 1 << 20, ratio: 2000, bytesAtAnyRatio: 0)
        #expect(Self.error(.gzip, CodedSamples.noughts, limits) == nil)
        #expect(Self.error(.gzip, CodedSamples.noughts + CodedSamples.noughts, limits) == nil)
        limits.bytes = 300_000
        #expect(Self.error(.gzip, CodedSamples.noughts + CodedSamples.noughts, limits) == .tooLarge)
    }

    @Test("names are those of RFC 9110, in any case", arguments: ["gzip", "GZip", "x-gzip"])
    func names(_ name: String) {
        #expect(ContentCoding(name: name) == .gzip)
        #expect(ContentCoding(name: "Deflate") == .deflate)
        for unknown in ["br", "compress", "zstd", "", "gzip, gzip"] { #expect(ContentCoding(name: unknown) == nil) }
    }
}
