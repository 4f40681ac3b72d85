import NIOCore
import NIOEmbedded
import Testing

@testable import BridgeServer

@Suite struct LineFeedHeadTests {
    @Test(
        "only a whole HTTP/1.0 head with bare line feeds is rewritten (D52)",
        arguments: [
            ("POST / HTTP/1.0\nHost: a\nContent-Length: 2\n\nab", LineFeedHead.Verdict.rewrite(headLength: 43)),
            ("POST / HTTP/1.0\nHost: a\n", .wait), ("POST / HTT", .wait), ("", .wait),
            ("POST / HTTP/1.0\r\nHost: a\r\n\r\n", .pass), ("POST / HTTP/1.1\nHost: a\n\n", .pass),
            ("POST / HTTP/1.0\nHost: a\r\n\n", .pass), ("\n", .pass),
        ]
    )
    func verdict(_ bytes: String, _ verdict: LineFeedHead.Verdict) {
        #expect(LineFeedHead.verdict(on: Array(bytes.utf8), limit: 16 * 1024) == verdict)
    }

    @Test("a head that never ends is given up at the limit")
    func limit() {
        let endless = Array("POST / HTTP/1.0\n".utf8) + Array(repeating: UInt8(ascii: "a"), count: 2 * 8 * 1024)
        #expect(LineFeedHead.verdict(on: endless, limit: 16 * 1024) == .pass)
    }

    @Test("a head that comes in parts is judged as the whole one is", arguments: 1...42)
    func parts(_ length: Int) {
        let whole = Array("POST / HTTP/1.0\nHost: a\nContent-Length: 2\n\nab".utf8)
        #expect(LineFeedHead.verdict(on: whole.prefix(length), limit: 16 * 1024) == .wait)
    }

    /// What the handler hands on of bytes that come in these parts, and of the end of the connection after them.
    private static func handedOn(_ parts: [ArraySlice<UInt8>]) throws -> [UInt8] {
        let channel = EmbeddedChannel(handler: LineFeedHead(headBytes: 8 * 1024))
        for part in parts where !part.isEmpty { try channel.writeInbound(ByteBuffer(bytes: part)) }
        // Fires the end of the connection, on which what is still held goes on.
        channel.pipeline.fireChannelInactive()
        var bytes: [UInt8] = []
        while let buffer = try channel.readInbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        _ = try channel.finish()
        return bytes
    }

    @Test(
        "what is handed on does not depend on where the reads end",
        arguments: [
            "POST / HTTP/1.0\nA: b\nContent-Length: 2\n\nab", "POST / HTTP/1.0\n\n", "POST / HTTP/1.0\nA: b\n\n\n\r\n",
            "POST / HTTP/1.0\nA: b\r\nC: d\n\nab", "POST / HTTP/1.0\r\nA: b\r\n\r\nab", "POST / HTTP/1.1\nA: b\n\nab",
            "POST / HTTP/1.0\nA: b", "\nPOST / HTTP/1.0\n\n",
        ]
    )
    func splits(_ text: String) throws {
        let whole = Array(text.utf8)
        let expected = try Self.handedOn([whole[...]])
        for first in whole.indices {
            for second in first...whole.count {
                let handedOn = try Self.handedOn([whole[..<first], whole[first..<second], whole[second...]])
                #expect(handedOn == expected, "cut at \(first) and \(second)")
            }
        }
        let byteByByte = try Self.handedOn(whole.indices.map { whole[$0...$0] })
        #expect(byteByByte == expected)
    }

    @Test("a head that ends about the limit does not depend on where the reads end", arguments: -2...2)
    func splitsAtLimit(_ offset: Int) throws {
        let start = Array("POST / HTTP/1.0\nA: ".utf8)
        let filler = Array(repeating: UInt8(ascii: "a"), count: 2 * 8 * 1024 + offset - start.count - 2)
        let whole = start + filler + Array("\n\nab".utf8)
        let expected = try Self.handedOn([whole[...]])
        #expect((expected != whole) == (offset <= 0))
        for cut in (2 * 8 * 1024 - 4)...min(2 * 8 * 1024 + 4, whole.count) {
            let handedOn = try Self.handedOn([whole[..<cut], whole[cut...]])
            #expect(handedOn == expected, "cut at \(cut)")
        }
    }
}
