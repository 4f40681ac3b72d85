import Bridge
import Foundation
import RawHTTP
import SMSPContract
import Testing

/// `Date` in the head of an answer (RFC 9110 §6.6.1).
@Suite(.timeLimit(.minutes(10))) struct DateFieldTests {
    private static let clock: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_795_426_200) }

    @Test(
        "each answer that the bridge makes says when, a refusal and the service description too",
        arguments: [
            "POST /smsp HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
            "POST /smsp HTTP/1.0\nContent-Length: 3\n\nabc", "PUT / HTTP/1.1\r\nHost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: b\r\n\r\n", "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 9999999\r\n\r\n",
            "GET /smsp?wsdl HTTP/1.1\r\nHost: b\r\n\r\n",
        ]
    )
    func made(_ request: String) async throws {
        try await TestListener.run(now: Self.clock) { listener in
            let answer = try await listener.exchange(request)
            #expect(answer.matches(of: /(?i)\r\ndate: ([^\r]*)\r\n/).map { $0.1 } == ["Mon, 23 Nov 2026 09:30:00 GMT"])
        }
    }

    @Test(
        "an answer of the legacy endpoint keeps its own date, or none",
        arguments: ["Tue, 01 Jan 2030 00:00:00 GMT", nil]
    )
    func forwarded(_ date: String?) async throws {
        let handler = ScriptedHandler { _ in
            WireAnswer(status: 200, fields: date.map { [HTTPField("Date", $0)] } ?? [], isForwarded: true)
        }
        try await TestListener.run(handler: handler, now: Self.clock) { listener in
            let answer = try await listener.exchange(
                "POST /smsp HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.matches(of: /(?i)\r\ndate: ([^\r]*)\r\n/).map { String($0.1) } == [date].compactMap(\.self))
        }
    }
}
