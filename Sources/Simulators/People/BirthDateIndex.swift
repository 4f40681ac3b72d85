/// The people of a population in the order of their birthdays.
///
/// A search names a date of birth, so the index leaves it the few records that can match. The search still checks each
/// of them by its own rule.
struct BirthDateIndex: Sendable {
    private struct Entry: Sendable {
        /// The first day that the date of birth allows, `yyyymmdd`: `19610101` for `1961`.
        let day: String
        /// The place of the person in the population.
        let position: Int
    }

    private let entries: [Entry]

    /// The index of `people`; a person without a readable date of birth is not in it.
    init(_ people: [SyntheticPerson]) {
        entries = people.enumerated()
            .compactMap { position, person in
                let held = person.birthDate.flatMap(PDSDate.digits)
                return held.map { Entry(day: $0 + "00000101".dropFirst($0.utf8.count), position: position) }
            }
            .sorted { ($0.day, $0.position) < ($1.day, $1.position) }
    }

    /// The places of the people whose first possible day of birth is within two days, `yyyymmdd`, in order.
    ///
    /// - Parameters:
    ///   - first: The first of the days; nil: no limit.
    ///   - last: The last of the days; nil: no limit.
    func positions(from first: String?, through last: String?) -> [Int] {
        let start = first.map { first in position(afterLeading: { $0.day < first }) } ?? 0
        let end = last.map { last in position(afterLeading: { $0.day <= last }) } ?? entries.count
        guard start < end else { return [] }
        return entries[start..<end].map(\.position).sorted()
    }

    /// The place of the first entry that is not one of the leading ones, by halving.
    private func position(afterLeading isLeading: (Entry) -> Bool) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if isLeading(entries[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
