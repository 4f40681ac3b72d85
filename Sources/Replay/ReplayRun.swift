/// A replay of stored pairs through a mapping, and through another one to compare with.
public struct ReplayRun: Sendable {
    private let mapping: ReplayedMapping
    private let other: ReplayedMapping?
    private let today: String
    private let showsValues: Bool

    /// A replay through `mapping`.
    ///
    /// - Parameters:
    ///   - other: the mapping that changes are stated against; nil states none.
    ///   - today: the day by which rules expire, `YYYY-MM-DD`.
    ///   - showsValues: true to include the values of differences.
    public init(_ mapping: ReplayedMapping, against other: ReplayedMapping?, today: String, showsValues: Bool = false) {
        self.mapping = mapping
        self.other = other
        self.today = today
        self.showsValues = showsValues
    }

    /// Replays every pair of `corpus`, in order.
    ///
    /// - Parameter progress: receives the number of pairs replayed and the number of all pairs.
    public func summary(of corpus: Corpus, progress: (Int, Int) -> Void = { _, _ in }) async -> ReplaySummary {
        var summary = ReplaySummary(passedOver: corpus.passedOver)
        for (number, pair) in corpus.pairs.enumerated() {
            progress(number, corpus.pairs.count)
            let finding = await mapping.replay(pair, today: today)
            if case .operationUnknown = finding {
                summary.passOver(pair.name)
                continue
            }
            summary.pairs.append(
                ReplayedPair(
                    pair.name,
                    finding,
                    by: mapping,
                    after: await other?.replay(pair, today: today),
                    showsValues: showsValues
                )
            )
        }
        return summary
    }
}
