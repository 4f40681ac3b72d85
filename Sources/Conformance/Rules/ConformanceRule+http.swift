extension ConformanceRule {
    /// HTTP, around the messages.
    static let http: [ConformanceRule] = [
        each(
            "HTTP-ANSWER-1",
            "Every request is answered.",
            source: "RFC 9110 §6; Web Service Transport §7",
            of: \.exchanges,
            absence: ""
        ) { exchange, _ in exchange.failure?.words },
        answers(
            "HTTP-STATUS-1",
            "An answer with a response code, of an error too, has status 200.",
            source: "Web Service Transport WS-REL-01 NB, §7.1"
        ) { _, exchange in
            guard let status = exchange.answer?.status, status != 200 else { return nil }
            return "the status is \(status)"
        },
        faults(
            "HTTP-STATUS-2",
            "A SOAP fault has status 500.",
            source: "Web Service Transport WS-ADR-04(5), §7.3; SOAP 1.1 §6.2"
        ) { _, exchange in
            guard let status = exchange.answer?.status, status != 500 else { return nil }
            return "the status is \(status)"
        },
        soapAnswers(
            "HTTP-TYPE-1",
            "The Content-Type of a SOAP message is text/xml.",
            source: "SOAP 1.1 §6; Web Service Transport table 3"
        ) { answer in answer.mediaType == "text/xml" ? nil : "the Content-Type is another one or missing" },
        soapAnswers(
            "HTTP-TYPE-2",
            "A charset in the Content-Type, if any, is UTF-8.",
            source: "Web Service Transport table 3"
        ) { answer in ["utf-8", nil].contains(answer.charset) ? nil : "the charset is another one" },
        soapAnswers(
            "HTTP-LENGTH-1",
            "An answer tells its end by Content-Length, by chunks or by the end of the connection, in one way only.",
            source: "RFC 9112 §6.1, §6.3"
        ) { answer in
            let lengths = answer.values(of: "Content-Length")
            let isChunked = !answer.values(of: "Transfer-Encoding").isEmpty
            guard lengths.count <= 1, lengths.isEmpty || !isChunked else { return "it is given in two ways" }
            return nil
        },
        soapAnswers(
            "HTTP-CODING-1",
            "An answer to a caller that does not accept compression is not compressed.",
            source: "RFC 9110 §12.5.3; two of three known clients read no compressed answer"
        ) { answer in
            let codings = answer.values(of: "Content-Encoding").map { $0.lowercased() }
            return codings.allSatisfy { $0 == "identity" } ? nil : "there is a Content-Encoding"
        },
        outcome(
            of: .closing,
            id: "HTTP-CLOSE-1",
            "A caller that sends Connection: close sees the connection end after the answer.",
            source: "RFC 9112 §9.6"
        ) { exchange, _ in exchange.isEnded == false ? "the connection stayed open" : nil },
        outcome(
            of: .twice,
            id: "HTTP-KEEP-1",
            "A connection that the answer does not end carries a second call.",
            source: "RFC 9112 §9.3"
        ) { exchange, _ in
            guard let answer = exchange.answer, !answer.announcesEnd else { return nil }
            guard let second = exchange.second else { return "the second call got no answer" }
            guard let message = AnswerMessage(second.body) else { return "the second answer is no SOAP 1.1 message" }
            return message.data == exchange.message?.data ? nil : "the second answer is another one"
        },
        outcome(
            of: .oldHTTP,
            .adaptor,
            id: "HTTP-OLD-1",
            "An answer to HTTP/1.0 is not chunked.",
            source: "RFC 9112 §6.1"
        ) { exchange, _ in exchange.answer?.framing == .chunked ? "the answer is chunked" : nil },
        outcome(
            of: .oldHTTP,
            .adaptor,
            id: "HTTP-OLD-2",
            "The connection of an HTTP/1.0 call ends after the answer.",
            source: "RFC 9112 §9.3; a known client reads to the end of the connection"
        ) { exchange, _ in exchange.isEnded == false ? "the connection stayed open" : nil },
    ]

    /// A rule for the HTTP side of every answer that is a SOAP message.
    private static func soapAnswers(
        _ id: String,
        _ sentence: String,
        source: String,
        offence: @escaping @Sendable (HTTPAnswer) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: \.messages,
            absence: "no answer is a SOAP 1.1 message"
        ) { exchange, _ in exchange.answer.flatMap(offence) }
    }
}
