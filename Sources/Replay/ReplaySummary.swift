/// The results of all pairs of a corpus.
public struct ReplaySummary: Encodable, Sendable {
    /// The pairs that were replayed.
    public internal(set) var pairs: [ReplayedPair] = []
    /// The pairs that were not replayed, each with the reason.
    private(set) var passedOver: [Corpus.PassedOver]

    init(passedOver: [Corpus.PassedOver]) {
        self.passedOver = passedOver
    }

    /// Notes a pair whose operation is unknown.
    mutating func passOver(_ pair: String) {
        passedOver.append(Corpus.PassedOver(pair: pair, reason: .operationUnknown))
    }

    /// True if nothing is broken; without another mapping, if nothing differs.
    public var isWell: Bool { pairs.allSatisfy { $0.change.map { $0 != .broken } ?? ($0.standing != .differs) } }

    /// The pairs to look at, and the totals.
    public var lines: [String] {
        let shown = pairs.filter { $0.change.map { $0 != .same } ?? ($0.standing == .differs) }
        func count(_ standing: ReplayedPair.Standing) -> Int { pairs.count { $0.standing == standing } }
        var totals = [
            "\(pairs.count) pairs", "\(count(.well)) equal or explained", "\(count(.differs)) differ",
            "\(count(.incomparable)) incomparable",
        ]
        if pairs.contains(where: { $0.change != nil }) {
            totals += [ReplayedPair.Change.fixed, .broken, .changed].map { change in
                "\(pairs.count { $0.change == change }) \(change.rawValue)"
            }
        }
        if !passedOver.isEmpty { totals.append("\(passedOver.count) passed over") }
        return shown.flatMap(\.lines) + (shown.isEmpty ? [] : [""]) + [totals.joined(separator: ", ")]
    }
}
