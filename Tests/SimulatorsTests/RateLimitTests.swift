import Foundation
import JSONTree
import RawHTTP
import Simulators
import Synchronization
import Testing

@Suite("PDS simulator: rate limits")
struct RateLimitTests {
    /// A clock that stands until it is moved.
    private final class StandingClock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))

        var now: Date { time.withLock { $0 } }

        func advance(_ seconds: Double) {
            time.withLock { $0 += seconds }
        }
    }

    private static func refusal(_ diagnostics: String) -> Outcome {
        Outcome(
            status: 429,
            code: "TOO_MANY_REQUESTS",
            issueCode: "value",
            display: "Too many requests",
            diagnostics: diagnostics
        )
    }

    private static let guide =
        "Please see: https://digital.nhs.uk/developer/guides-and-documentation/reference-guide#rate-limits for more details."

    /// Sends calls with one token on one connection until one is refused; how many were answered, and the refusal.
    private func callsUntilRefused(port: Int, token: String?) async throws -> (Int, RawAnswer) {
        try await RawConnection.open(port: port) { connection in
            for answered in 0..<50 {
                let reply = try await connection.exchange(.patient("9990000042", token: token))
                guard reply.status == 200 else { return (answered, reply) }
            }
            throw RawConnection.Failure.unreadable
        }
    }

    @Test("the quota of a minute counts token requests, and rolls")
    func quota() async throws {
        let clock = StandingClock()
        var app = try TestApp.registered()
        app.quotaPerMinute = 4
        var configuration = try TestApp.configuration(app)
        configuration.now = { clock.now }
        try await PDSTesting.withSimulator(configuration) { simulator, port in
            let assertion = try TestApp.assertion(
                header: TestApp.goodHeader,
                claims: TestApp.goodClaims().setting("exp", .number("1795000200"))
            )
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            let token = try #require(reply.json["access_token"]?.string)
            let (answered, refused) = try await callsUntilRefused(port: port, token: token)
            #expect(answered == 3)
            #expect(
                refused.outcome
                    == Self.refusal(
                        """
                        Your application, test-app, has exceeded its quota of 4 requests every 1 minute(s) and is being \
                        rate limited. \(Self.guide)
                        """
                    )
            )
            #expect(refused["X-Request-ID"] == WireRequest.requestID)
            #expect(refused["Retry-After"] == nil)
            clock.advance(59)
            #expect(try await callsUntilRefused(port: port, token: token).0 == 0)
            clock.advance(1)
            #expect(try await callsUntilRefused(port: port, token: token).0 == 4)
        }
    }

    @Test("a spike is refused within the second")
    func spike() async throws {
        let clock = StandingClock()
        var app = try TestApp.registered()
        app.spikePerSecond = 2
        var configuration = try TestApp.configuration(app)
        configuration.now = { clock.now }
        try await PDSTesting.withSimulator(configuration) { simulator, port in
            let assertion = try TestApp.assertion(
                header: TestApp.goodHeader,
                claims: TestApp.goodClaims().setting("exp", .number("1795000200"))
            )
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            let token = try #require(reply.json["access_token"]?.string)
            clock.advance(1)
            let (answered, refused) = try await callsUntilRefused(port: port, token: token)
            #expect(answered == 2)
            #expect(
                refused.outcome
                    == Self.refusal(
                        """
                        Your application, test-app, has created a spike in traffic and is being rate limited. Please \
                        reduce the frequency of your requests. \(Self.guide)
                        """
                    )
            )
        }
    }

    @Test("the pooled limit counts everybody")
    func pooled() async throws {
        var configuration = PDSConfiguration()
        configuration.pooledLimitPerMinute = 5
        try await PDSTesting.withSimulator(configuration) { _, port in
            let (answered, refused) = try await callsUntilRefused(port: port, token: nil)
            #expect(answered == 5)
            #expect(
                refused.outcome
                    == Self.refusal(
                        "This API is currently receiving a high volume of requests and is being rate limited. "
                            + Self.guide
                    )
            )
        }
    }

    @Test("a token request over the quota is refused in the token endpoint's own form")
    func tokenRequests() async throws {
        var app = try TestApp.registered()
        app.quotaPerMinute = 1
        try await PDSTesting.withSimulator(TestApp.configuration(app)) { _, port in
            _ = try await TestApp.token(port: port)
            let assertion = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            #expect(reply.status == 429)
            #expect(reply.json["error"] == .string("too_many_requests"))
        }
    }
}
