import Bridge
import RawHTTP
import SMSPContract
import Testing

@Suite(.timeLimit(.minutes(10))) struct RequestHeadTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let head: String
        let status: Int

        init(_ head: String, _ status: Int) {
            self.head = head
            self.status = status
        }

        var testDescription: String { "\(head.prefix(90).debugDescription): \(status)" }
    }

    @Test(
        "a head is judged before the body comes",
        arguments: [
            Row("POST / HTTP/1.1\r\nHost: a\r\nHost: a\r\nContent-Length: 9\r\n\r\n", 400),
            Row("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", 400),
            Row("POST / HTTP/1.0\r\nHost: a\r\nHost: b\r\nContent-Length: 9\r\n\r\n", 400),
            Row("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n", 200),
            Row("POST / HTTP/1.1\r\nHost: a\r\n\r\n", 411), Row("POST / HTTP/1.0\r\n\r\n", 411),
            Row("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413),
            Row("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n", 413),
            Row("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n", 413),
            Row("POST / HTTP/1.0\r\nContent-Length: 1001\r\n\r\n", 413),
            Row("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 405), Row("GET /?xsd HTTP/1.1\r\nHost: a\r\n\r\n", 405),
            Row("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", 405),
            Row("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405), Row("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405),
            Row("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405), Row("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
            Row("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ]
    )
    func judged(_ row: Row) async throws {
        try await TestListener.run(limits: .test(requestBytes: 1000)) { listener in
            let answer = try await listener.exchange(row.head)
            #expect(answer.status == row.status)
            #expect(answer.occurrences(of: "HTTP/1.") == 1)
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.contains("\r\nAllow: POST, GET\r\n") == (row.status == 405))
        }
    }

    @Test(
        "the service description names the address it was asked at",
        arguments: [
            ("GET /smsp?wsdl HTTP/1.1\r\nHost: bridge:8080", "http://bridge:8080/smsp"),
            ("GET /smsp/?WSDL HTTP/1.1\r\nHost: bridge", "http://bridge/smsp"),
            ("GET http://other/smsp?wsdl HTTP/1.1\r\nHost: bridge", "http://bridge/smsp"),
            ("GET /?wsdl HTTP/1.0", "http://localhost"),
        ]
    )
    func description(_ head: String, _ location: String) async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(head + "\r\n\r\n")
            #expect(answer.status == 200)
            #expect(answer.hasSuffix("\r\n\r\n" + location))
        }
    }

    @Test("the handler is handed the path, the headers it needs and the body")
    func handedOn() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            try await connection.send(
                """
                POST http://bridge/a%20b?x=y HTTP/1.1\r
                Host: bridge\r
                SOAPAction: "urn:x"\r
                Content-Type: text/xml\r
                Content-Encoding: gzip\r
                Content-Length: 3 \r
                \r
                abc
                """
            )
            #expect(try await connection.answer().text.status == 200)
            let request = try #require(listener.handler.requests.first)
            #expect(request.path == "/a%20b")
            #expect(request.fields.value(of: "SOAPAction") == "\"urn:x\"")
            #expect(request.fields.value(of: "Content-Type") == "text/xml")
            #expect(request.fields.value(of: "Content-Encoding") == "gzip")
            #expect(request.body == Array("abc".utf8))
            #expect(request.connection == ConnectionFacts(isEncrypted: false, certificate: nil, peer: "127.0.0.1"))
        }
    }
}
