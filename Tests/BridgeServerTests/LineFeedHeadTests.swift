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
        #expect(LineFeedHead.verdict(on: Array(bytes.utf8)) == verdict)
    }

    @Test("a head that never ends is given up at the limit")
    func limit() {
        let endless = Array("POST / HTTP/1.0\n".utf8) + Array(repeating: UInt8(ascii: "a"), count: LineFeedHead.limit)
        #expect(LineFeedHead.verdict(on: endless) == .pass)
    }

    @Test("a head that comes in parts is judged as the whole one is", arguments: 1...42)
    func parts(_ length: Int) {
        let whole = Array("POST / HTTP/1.0\nHost: a\nContent-Length: 2\n\nab".utf8)
        #expect(LineFeedHead.verdict(on: whole.prefix(length)) == .wait)
    }
}
