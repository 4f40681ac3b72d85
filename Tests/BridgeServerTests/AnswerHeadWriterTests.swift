import RawHTTP
import SMSPContract
import Testing

@testable import BridgeServer

/// The heads that the listener writes.
@Suite(.timeLimit(.minutes(10))) struct AnswerHeadWriterTests {
    private static func head(
        _ fields: [(name: String, value: [UInt8])],
        status: Int = 200,
        isKept: Bool = true
    ) -> String {
        let bytes = AnswerHeadWriter.head(
            status: status,
            reason: "R",
            isOld: false,
            fields: fields,
            length: 3,
            isKept: isKept
        )
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("fields are written in their order, with the framing of the bridge")
    func order() {
        let fields = [("X-A", Array("1".utf8)), ("x-a", []), ("X-B", Array("2\t3".utf8))]
        #expect(
            Self.head(fields, isKept: false)
                == "HTTP/1.1 200 R\r\nContent-Length: 3\r\nX-A: 1\r\nx-a: \r\nX-B: 2\t3\r\nConnection: close\r\n\r\n"
        )
    }

    @Test(
        "no name and no value ends a line or the head",
        arguments: [
            ("X-A", "1\r\nX-B: 2", "X-A: 1  X-B: 2\r\n"), ("X-A", "1\n\n<a/>", "X-A: 1  <a/>\r\n"),
            ("X-A", "\u{0}\u{7F}", "X-A:   \r\n"), ("X-A: 1\r\nX-B", "2", ""), ("", "1", ""), ("X A", "1", ""),
            ("\u{C9}", "1", ""),
        ]
    )
    func splitting(_ name: String, _ value: String, _ written: String) {
        #expect(Self.head([(name, Array(value.utf8))]) == "HTTP/1.1 200 R\r\nContent-Length: 3\r\n\(written)\r\n")
    }

    @Test("fields that frame a message are the bridge's alone")
    func framing() {
        let fields = ["Content-Length", "transfer-encoding", "Connection", "Upgrade", "Trailer", "TE", "Keep-Alive"]
        #expect(Self.head(fields.map { ($0, [0x31]) }) == "HTTP/1.1 200 R\r\nContent-Length: 3\r\n\r\n")
    }

    @Test("an answer that has no body states no length, and one without a final status is 500")
    func statuses() {
        #expect(Self.head([], status: 204) == "HTTP/1.1 204 R\r\n\r\n")
        #expect(Self.head([], status: 304) == "HTTP/1.1 304 R\r\n\r\n")
        #expect(Self.head([], status: 101) == "HTTP/1.1 500 R\r\nContent-Length: 3\r\n\r\n")
    }

    @Test("a value that is not UTF-8 reaches the client as it came")
    func bytes() async throws {
        let value: [UInt8] = [0xE9, 0x80, 0xFF]
        let handler = ScriptedHandler { _ in
            WireAnswer(status: 200, fields: [HTTPField("X-A", bytes: value)], body: [0x61], isForwarded: true)
        }
        try await TestListener.run(handler: handler) { listener in
            try await RawConnection.open(port: listener.port) { connection in
                try await connection.send("POST /smsp HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\n\r\n")
                let bytes = try await connection.until("\r\n\r\na")
                #expect(bytes.firstRange(of: Array("X-A: ".utf8) + value + [0x0D, 0x0A]) != nil)
            }
        }
    }
}
