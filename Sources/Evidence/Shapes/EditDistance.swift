/// The test for texts that are few changes apart.
enum EditDistance {
    /// The longest text that is looked at, scalars; longer ones are not close.
    private static let longest = 256

    /// True if at most two scalars are inserted, removed or exchanged from one text to the other.
    static func isAtMostTwo(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        guard abs(one.count - other.count) <= 2, max(one.count, other.count) <= longest else { return false }
        // Two changes make a text of two letters anything.
        guard min(one.count, other.count) > 2 else { return false }
        var row = Array(0...other.count)
        for (index, scalar) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (scalar == other[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count] <= 2
    }
}
