import Foundation

/// The rounds of one run, each against its neighbour.
struct Comparison {
    private struct Pair {
        var plain: [LoadResult] = []
        var treated: [LoadResult] = []
    }

    private var pairs: [Upstream.Health: Pair] = [:]
    private let header: String

    init(header: String) { self.header = header }

    mutating func add(_ result: LoadResult, of health: Upstream.Health, isTreated: Bool) {
        if isTreated {
            pairs[health, default: Pair()].treated.append(result)
        } else {
            pairs[health, default: Pair()].plain.append(result)
        }
    }

    /// The median of a site's percentile over its rounds, in both kinds.
    func line(of health: Upstream.Health) -> String {
        guard let pair = pairs[health] else { return "" }
        let (p50, p50Treated) = (Self.median(pair.plain, 0.5), Self.median(pair.treated, 0.5))
        let (p99, p99Treated) = (Self.median(pair.plain, 0.99), Self.median(pair.treated, 0.99))
        let errors = pair.treated.reduce(0) { $0 + $1.errors }
        let name = "\(header) \(health.rawValue)".padding(toLength: 16, withPad: " ", startingAt: 0)
        return name + "p50 \(Self.text(p50)) → \(Self.text(p50Treated)) ms, p99 \(Self.text(p99)) → "
            + "\(Self.text(p99Treated)) ms (\(Self.growth(p99, p99Treated))), errors of A \(errors)"
    }

    /// How far rounds of the same kind are apart.
    var spread: String {
        let apart = pairs.values.flatMap { Self.apart($0.plain, 0.99) }.sorted()
        let middle = apart.isEmpty ? 0 : apart[apart.count / 2]
        let widest = apart.last ?? 0
        return "same against same: p99 of neighbouring rounds in which all is well differs by "
            + "\(Self.text(middle)) ms (median), \(Self.text(widest)) ms (most)"
    }

    /// Whether p99 grows by at most 25% or 5 ms, and A has no errors.
    var isWithinLimits: Bool {
        pairs.values.allSatisfy { pair in
            let (plain, treated) = (Self.median(pair.plain, 0.99), Self.median(pair.treated, 0.99))
            return (treated <= plain * 1.25 || treated <= plain + 5) && pair.treated.allSatisfy { $0.errors == 0 }
        }
    }

    /// How far a percentile of neighbouring rounds of one kind is apart, the median; milliseconds.
    static func neighbours(_ results: [LoadResult], _ share: Double) -> Double {
        let apart = apart(results, share).sorted()
        return apart.isEmpty ? 0 : apart[apart.count / 2]
    }

    private static func apart(_ results: [LoadResult], _ share: Double) -> [Double] {
        zip(results, results.dropFirst()).map { abs($0.percentile(share).ms - $1.percentile(share).ms) }
    }

    /// The median of a percentile over rounds, milliseconds.
    static func median(_ results: [LoadResult], _ share: Double) -> Double {
        let values = results.map { $0.percentile(share).ms }.sorted()
        return values.isEmpty ? 0 : values[values.count / 2]
    }

    /// How much one is more than the other.
    static func growth(_ plain: Double, _ treated: Double) -> String {
        String(format: "%+.0f%%, %+.1f ms", (treated / max(plain, 0.001) - 1) * 100, treated - plain)
    }

    /// Milliseconds as they are printed.
    static func text(_ milliseconds: Double) -> String { String(format: "%.1f", milliseconds) }
}

extension Duration {
    /// Milliseconds.
    fileprivate var ms: Double { self / .milliseconds(1) }
}
