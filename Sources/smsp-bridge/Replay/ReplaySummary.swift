/// The results of all pairs of a corpus.
struct ReplaySummary: Encodable {
    /// The pairs that were replayed.
    var pairs: [ReplayedPair] = []
    /// Those that were not, with why.
    private(set) var passedOver: [Corpus.PassedOver]

    init(passedOver: [Corpus.PassedOver]) {
        self.passedOver = passedOver
    }

    /// Notes a pair of whose message nothing tells which operation it is.
    mutating func passOver(_ pair: String) {
        passedOver.append(Corpus.PassedOver(pair: pair, reason: .operationUnknown))
    }

    /// True if nothing is broken; without another mapping, if nothing differs.
    var isWell: Bool { pairs.allSatisfy { $0.change.map { $0 != .broken } ?? ($0.standing != .differs) } }

    /// The pairs to look at, and the totals.
    var lines: [String] {
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
