public import NHSIdentifiers

/// The synthetic people that a simulator knows, by their numbers.
///
/// Every superseding number is one of the people, and no chain of them is a ring: `record(for:)` always ends.
public struct SyntheticPeople: Sendable {
    /// The answer of PDS to a number.
    public enum Record: Sendable, Equatable {
        /// The record of this person, whose number differs from the requested one if that is superseded.
        case person(SyntheticPerson)
        /// The number, or the one that supersedes it in the end, is invalidated.
        case invalidated
        /// The number has no record.
        case unknown
    }

    /// The reason that people cannot be served together; the numbers are synthetic.
    public enum Problem: Error, Equatable {
        /// Two people have this number.
        case duplicate(NHSNumber)
        /// The person of the first number is superseded by the second, which has no record.
        case supersedingUnknown(NHSNumber, NHSNumber)
        /// The numbers that supersede this one come back to it.
        case ring(NHSNumber)
    }

    /// Everybody, in the order given.
    public let all: [SyntheticPerson]
    private let byNumber: [NHSNumber: SyntheticPerson]
    private let byBirthDate: BirthDateIndex

    /// These people.
    public init(_ people: [SyntheticPerson]) throws(Problem) {
        var byNumber: [NHSNumber: SyntheticPerson] = [:]
        for person in people {
            guard byNumber.updateValue(person, forKey: person.nhsNumber) == nil else {
                throw .duplicate(person.nhsNumber)
            }
        }
        for person in people {
            try Self.checkChain(from: person, in: byNumber)
        }
        self.all = people
        self.byNumber = byNumber
        self.byBirthDate = BirthDateIndex(people)
    }

    /// The person with this number, whatever has become of the record.
    public subscript(number: NHSNumber) -> SyntheticPerson? { byNumber[number] }

    /// The people whose first possible day of birth is within two days, `yyyymmdd`, in the order of ``all``.
    ///
    /// nil: no limit on that side.
    func born(from first: String?, through last: String?) -> [SyntheticPerson] {
        byBirthDate.positions(from: first, through: last).map { all[$0] }
    }

    /// The answer of PDS to `number`, with superseding numbers followed to their end.
    ///
    /// Source: docs/contract/pds-fhir.md §3.6; decision D6 for a chain that ends invalidated.
    public func record(for number: NHSNumber) -> Record {
        guard var person = byNumber[number] else { return .unknown }
        while case .supersededBy(let next) = person.state, let superseding = byNumber[next] {
            person = superseding
        }
        return person.state == .live ? .person(person) : .invalidated
    }

    private static func checkChain(
        from start: SyntheticPerson,
        in byNumber: [NHSNumber: SyntheticPerson]
    ) throws(Problem) {
        var seen: Set<NHSNumber> = [start.nhsNumber]
        var person = start
        while case .supersededBy(let next) = person.state {
            guard let superseding = byNumber[next] else { throw .supersedingUnknown(person.nhsNumber, next) }
            guard seen.insert(next).inserted else { throw .ring(start.nhsNumber) }
            person = superseding
        }
    }
}
