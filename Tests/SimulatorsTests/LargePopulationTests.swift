import Foundation
import SMSPContract
import Testing

@testable import Simulators

/// Searches for the members of a large population, as the nightly run sends them to both simulators.
///
/// A search that looks at every record takes some 0.1 s here, and the suite minutes instead of seconds.
@Suite("Simulators: searches among 10,000 people", .timeLimit(.minutes(10)))
struct LargePopulationTests {
    private static let people = SyntheticPeople.generated(count: 10_000, seed: 20_261_124)
    private static let date = LondonDate(at: LegacyTesting.noon)

    /// A live record that tells everything a search asks for.
    private struct Known {
        let person: SyntheticPerson
        let born: TimestampText
        let family: String
        let given: String

        init?(_ person: SyntheticPerson) {
            guard person.state == .live, person.gender == "female", let held = person.birthDate,
                let born = PDSDate.timestamp(held), born.precision == .day,
                let name = person.names.first(where: { $0.use == .usual && $0.period.isCurrent(on: date) }),
                let family = AnswerText.text(name.family), let given = AnswerText.text(name.given.first),
                max(family.count, given.count) <= SearchPattern.longest
            else { return nil }
            self.person = person
            self.born = born
            self.family = family
            self.given = given
        }
    }

    private static let known = people.all.compactMap(Known.init)

    @Test("every known person is found by the legacy search")
    func legacy() {
        #expect(Self.known.count > 4_000)
        for known in Self.known {
            let query = LegacyQuery(
                operation: .getPatientDetailsBySearch,
                dateOfBirth: known.born,
                gender: .female,
                given: known.given,
                family: known.family
            )
            #expect(PersonSearch(query: query, date: Self.date).found(among: Self.people).contains(known.person))
        }
    }

    @Test("every known person is found by the PDS search")
    func pds() throws {
        for known in Self.known {
            let born = known.born.digits
            let fields = [
                ("family", known.family), ("given", known.given), ("gender", "female"), ("_history", "true"),
                ("birthdate", "eq\(born.prefix(4))-\(born.dropFirst(4).prefix(2))-\(born.suffix(2))"),
            ]
            let query = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
            let search = try PatientSearch(FormFields(Array(query.joined(separator: "&").utf8)), maxResults: 50)
            #expect(search.matches(among: Self.people, on: Self.date).contains { $0.person == known.person })
        }
    }

    @Test(
        "the people of a range of days are those whose dates of birth begin in it",
        arguments: [
            ("19610000", "19619999"), ("19610409", "19610409"), ("19610409", nil), (nil, "19610409"), (nil, nil),
            ("19610410", "19610409"),
        ] as [(String?, String?)]
    )
    func range(_ first: String?, _ last: String?) {
        let expected = Self.people.all.filter { person in
            guard let held = person.birthDate.flatMap(PDSDate.digits) else { return false }
            let day = held + "00000101".dropFirst(held.count)
            return (first.map { $0 <= day } ?? true) && (last.map { day <= $0 } ?? true)
        }
        #expect(Self.people.born(from: first, through: last) == expected)
    }
}
