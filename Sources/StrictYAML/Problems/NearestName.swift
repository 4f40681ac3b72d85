/// Finds the name that a misspelt one may mean.
enum NearestName {
    /// The name in `names` nearest to `text`; nil when none is near.
    ///
    /// Near is what a quarter of its characters, at least one, turns into the other: one of them inserted, left out,
    /// exchanged, or two neighbours swapped. Capitals do not count.
    static func nearest(to text: String, in names: [String]) -> String? {
        let text = Array(text.lowercased())
        let candidates = names.map { (name: $0, distance: distance(text, Array($0.lowercased()))) }
        guard let best = candidates.min(by: { $0.distance < $1.distance }),
            best.distance <= max(1, min(text.count, best.name.count) / 4)
        else { return nil }
        return best.name
    }

    /// The optimal string alignment distance (Damerau 1964, restricted).
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                let exchange = last[j] + (one[i] == other[j] ? 0 : 1)
                var best = min(exchange, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[other.count]
    }
}
