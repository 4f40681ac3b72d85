import FixtureCases
import Foundation
import NIOCore
import NIOPosix

/// What comparing costs the callers of the site whose calls are compared.
///
/// Two sites with one endpoint that takes 20 ms: calls of one are compared with PDS FHIR, which takes 20 ms too, those
/// of the other are not. Rounds on the one alternate with rounds on the other; the spread of rounds that are the same
/// tells what the machine does by itself. PDS FHIR takes as many requests a second as an application may send by
/// default, then twenty times as many: calls beyond that are answered just so, and not compared.
enum DiffBench {
    private static let quotas = [5, 100]
    /// What the quota's p50 and p99 may grow by.
    private static let limits = (p50: 1.03, p99: 1.25, p99Milliseconds: 5.0)

    /// Runs it; whether the limits are kept.
    static func run(rounds: Int) async throws -> Bool {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let fixture = try FixtureCase.named("getPatientDetailsByNHSNumber/0000-date-of-birth-equal")
        let legacy = try await Upstream.start(on: group, answer: ByteBuffer(bytes: try fixture.expected.body))
        let pds = try await Upstream.start(
            on: group,
            answer: ByteBuffer(bytes: fixture.replies[0].body),
            contentType: "application/fhir+json"
        )
        let request = ByteBuffer(bytes: fixture.request)
        var isKept = true
        for quota in quotas {
            let bridge = try Bridge(
                .diff(
                    legacy: legacy.port,
                    pds: pds.port,
                    quota: quota,
                    practices: FixtureCase.root.appending(path: "epraccur.csv").path
                )
            )
            defer { bridge.stop() }
            let (loop, port) = (group.next(), bridge.port)
            let load: Bench.Loading = { pace, time, site in
                try await Load.run(
                    pace,
                    for: time,
                    on: loop,
                    port: port,
                    path: "/" + site,
                    body: request,
                    operation: "getPatientDetailsByNHSNumber"
                )
            }
            let rate = try await Bench.rate(of: load, on: "off")
            print("\(Int(rate)) calls/s, PDS FHIR takes \(quota) requests/s")
            var rows = (off: [LoadResult](), on: [LoadResult]())
            for index in 0..<rounds {
                // Which comes first alternates, so that what drifts hits both.
                for site in index.isMultiple(of: 2) ? ["off", "on"] : ["on", "off"] {
                    let result = try await load(.steady(perSecond: rate), Bench.round, site)
                    if site == "on" { rows.on.append(result) } else { rows.off.append(result) }
                    // What waits to be compared belongs to the round that it came in.
                    if site == "on" { try await settle(bridge, group) }
                }
            }
            isKept = try await report(rows.off, rows.on, of: bridge, group) && isKept
        }
        try await legacy.close()
        try await pds.close()
        return isKept
    }

    private static func report(
        _ off: [LoadResult],
        _ on: [LoadResult],
        of bridge: Bridge,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> Bool {
        func line(_ share: Double) -> (text: String, off: Double, on: Double) {
            let (plain, compared) = (Comparison.median(off, share), Comparison.median(on, share))
            let spread = Comparison.neighbours(off, share)
            let text =
                "p\(Int(share * 100)) \(Comparison.text(plain)) → \(Comparison.text(compared)) ms "
                + "(\(Comparison.growth(plain, compared))), off against off ±\(Comparison.text(spread)) ms"
            return (text, plain, compared)
        }
        let (p50, p99) = (line(0.5), line(0.99))
        let errors = (off + on).reduce(0) { $0 + $1.errors }
        let calls = on.reduce(0) { $0 + $1.latencies.count }
        let compared = try await bridge.metric(#"smsp_bridge_upstream_seconds_count{backend="fhir""#, on: group)
        let dropped = try await bridge.metric("smsp_bridge_not_compared_total", on: group)
        print("diff on: \(p50.text)\n         \(p99.text)")
        print("         of \(calls) calls \(compared) were compared and \(dropped) dropped; errors \(errors)")
        // Comparing that does nothing costs nothing.
        return errors == 0 && compared > 0 && p50.on <= p50.off * limits.p50
            && (p99.on <= p99.off * limits.p99 || p99.on <= p99.off + limits.p99Milliseconds)
    }

    private static func settle(_ bridge: Bridge, _ group: MultiThreadedEventLoopGroup) async throws {
        let limit = ContinuousClock.now + .seconds(15)
        while try await bridge.metric("smsp_bridge_comparisons_held", on: group) > 0, .now < limit {
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
