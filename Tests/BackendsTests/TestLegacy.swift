import Backends
import Curl
import Foundation
import SMSPContract

/// A named legacy as a bridge has it: a pool, a quota, and endpoints that go over them.
struct TestLegacy {
    private let pool: CurlPool
    private let scheme: String
    private let quota: QuotaBucket?

    init(ca: String? = nil, inFlight: Int = 128, requestsPerSecond: Double? = nil) throws {
        pool = try CurlPool(.legacy(ca: ca, identity: nil, inFlight: inFlight))
        scheme = ca == nil ? "http://127.0.0.1" : "https://localhost"
        quota = requestsPerSecond.map { QuotaBucket(requestsPerSecond: $0) }
    }

    func shutDown() async { await pool.shutDown() }

    func endpoint(
        _ port: Int,
        timeout: Duration = .seconds(60),
        responseBytes: Int = 1 << 20,
        identity: CurlIdentity? = nil,
        to: String? = nil,
        breaker: Breaker = Breaker()
    ) -> PassThroughEndpoint {
        PassThroughEndpoint(
            configuration: LegacyConfiguration(
                url: "\(scheme):\(port)/smsp/pds",
                timeout: timeout,
                responseBytes: responseBytes,
                identity: identity,
                to: to
            ),
            pool: pool,
            quota: quota,
            breaker: breaker
        )
    }
}

extension WireRequest {
    /// A request of a head and a body, received now.
    init(fields: [HTTPField], body: [UInt8]) {
        self.init(path: "/", fields: fields, body: body, connection: .plain, receivedAt: Date(), started: .now)
    }

    /// A request with a short body.
    static var short: WireRequest {
        WireRequest(fields: [HTTPField("Content-Type", "text/xml")], body: Array("<a/>".utf8))
    }
}

extension LegacyOutcome {
    /// The answer; nil when there is none.
    var answer: WireAnswer? { try? outcome.get() }
    /// Why there is no answer; nil when there is one.
    var failure: BackendFailure? {
        guard case .failure(let failure) = outcome else { return nil }
        return failure
    }
}
