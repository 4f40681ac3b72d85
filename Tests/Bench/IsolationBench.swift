import NIOCore
import NIOPosix

/// How much one site's backend costs the callers of another site when it is unwell.
///
/// Two sites, each with an endpoint of its own that takes 20 ms. Both are called at a steady rate, together 30% of what
/// the bridge can do. Rounds in which the second endpoint is well alternate with rounds in which it is not; what is
/// looked at is the first site's latency. The spread of rounds that are the same tells what the machine does by itself.
enum IsolationBench {
    /// Runs it; whether p99 grows by no more than 25% or 5 ms.
    static func run(rounds: Int) async throws -> Bool {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let answer = ByteBuffer(string: "<a>" + String(repeating: "x", count: 5_000) + "</a>")
        let body = ByteBuffer(string: request)
        let well = try await Upstream.start(on: group, answer: answer)
        let unwell = try await Upstream.start(on: group, answer: answer)
        let bridge = try Bridge(.isolation([("A", well.port), ("B", unwell.port)]))
        defer { bridge.stop() }
        let loop = group.next()
        let port = bridge.port
        let load: Bench.Loading = { pace, time, site in
            try await Load.run(pace, for: time, on: loop, port: port, path: "/" + site, body: body)
        }
        let rate = try await Bench.rate(of: load, on: "A") / 2
        print("each of two sites gets \(Int(rate)) calls/s")

        func measure(_ health: Upstream.Health) async throws -> LoadResult {
            try await unwell.become(health)
            // The breaker's first failures, and its recovery, belong to neither round.
            try await Task.sleep(for: .seconds(1))
            async let other = load(.steady(perSecond: rate), Bench.round, "B")
            let result = try await load(.steady(perSecond: rate), Bench.round, "A")
            _ = try await other
            try await unwell.become(.well)
            // Longer than a breaker stays open.
            if health != .well { try await warmUp(load, rate: rate) }
            return result
        }

        var table = Comparison(header: "B is")
        for health in Upstream.Health.allCases where health != .well {
            for index in 0..<rounds {
                // Which comes first alternates, so that what drifts hits both.
                let first: Upstream.Health = index.isMultiple(of: 2) ? .well : health
                let second: Upstream.Health = index.isMultiple(of: 2) ? health : .well
                for each in [first, second] { table.add(try await measure(each), of: health, isTreated: each != .well) }
            }
            print(table.line(of: health))
        }
        print(table.spread)
        try await well.close()
        try await unwell.close()
        return table.isWithinLimits
    }

    private static func warmUp(
        _ load: Bench.Loading,
        rate: Double
    ) async throws {
        try await Task.sleep(for: .seconds(11))
        _ = try await load(.steady(perSecond: rate), .seconds(1), "B")
    }

    /// A message of about the size that clients send.
    private static let request =
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><a>"
        + String(repeating: "y", count: 3_500) + "</a></soap:Body></soap:Envelope>"
}
