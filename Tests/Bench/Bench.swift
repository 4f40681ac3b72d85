import Foundation
import NIOCore

/// What the callers of the bridge notice of what goes on beside them: `bench [isolation] [diff] [ROUNDS]`.
///
/// Without a name both are run. Ends with status 1 when a limit is not kept.
@main
enum Bench {
    /// How long a round is.
    static let round: TimeAmount = .seconds(6)
    /// How many connections find out what the bridge can do, and how many calls of a site may be under way.
    static let concurrency = 256
    /// The share of what the bridge can do that it is asked for.
    private static let share = 0.3

    /// A pace, for a time, on a site.
    typealias Loading = @Sendable (Load.Pace, TimeAmount, String) async throws -> LoadResult

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let rounds = arguments.compactMap { Int($0) }.first ?? 7
        let names = arguments.filter { Int($0) == nil }
        var isKept = true
        if names.isEmpty || names.contains("isolation") {
            isKept = try await IsolationBench.run(rounds: rounds)
        }
        if names.isEmpty || names.contains("diff") {
            isKept = try await DiffBench.run(rounds: rounds) && isKept
        }
        guard isKept else {
            FileHandle.standardError.write(Data("a limit is not kept\n".utf8))
            exit(1)
        }
    }

    /// How many calls a second the bridge is asked for, by what it can do.
    static func rate(of load: Loading, on site: String) async throws -> Double {
        _ = try await load(.saturating(calls: concurrency), .seconds(2), site)
        let most = try await load(.saturating(calls: concurrency), .seconds(5), site)
        let saturation = Double(most.latencies.count) / 5
        print("saturation \(Int(saturation)) calls/s with \(concurrency) connections")
        return saturation * share
    }
}
