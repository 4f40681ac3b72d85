import NHSIdentifiers
import Simulators
import Testing

@Suite("Generated people")
struct GeneratedPeopleTests {
    /// Drawn once: a long computation holds up the tests that run beside it.
    private static let people = SyntheticPeople.generated(count: 1_000, seed: 11)

    @Test("the same seed gives the same people, another one others")
    func seeded() {
        #expect(
            SyntheticPeople.generated(count: 60, seed: 11).all == SyntheticPeople.generated(count: 60, seed: 11).all
        )
        #expect(
            SyntheticPeople.generated(count: 60, seed: 12).all != SyntheticPeople.generated(count: 60, seed: 11).all
        )
    }

    @Test("fewer people are the first of more, as far as no merge reaches beyond them")
    func prefix() {
        let fewer = SyntheticPeople.generated(count: 100, seed: 11).all.dropLast(10)
        #expect(Array(fewer) == Array(Self.people.all.prefix(fewer.count)))
    }

    @Test("every number is of the 999 range and nobody else's")
    func numbers() {
        let digits = Self.people.all.map(\.nhsNumber.digits)
        #expect(Set(digits).count == 1_000)
        #expect(digits.allSatisfy { $0.hasPrefix("9991") })
    }

    @Test("what the fixtures' people have, some of them have")
    func features() {
        func count(_ has: (SyntheticPerson) -> Bool) -> Int { Self.people.all.count(where: has) }
        let counts = [
            "superseded": count { if case .supersededBy = $0.state { true } else { false } },
            "invalidated": count { $0.state == .invalidated },
            "restricted": count { $0.security.contains("R") },
            "redacted": count { $0.security == ["REDACTED"] },
            "without label": count { $0.security.isEmpty },
            "dead": count { $0.deceased != nil },
            "partial date of birth": count { ($0.birthDate?.count ?? 10) < 10 },
            "no date of birth": count { $0.birthDate == nil },
            "former name": count { $0.names.contains { $0.period.to != nil } },
            "hyphen": count { $0.names.contains { $0.family?.contains("-") == true } },
            "apostrophe": count { $0.names.contains { $0.family?.contains("'") == true } },
            "other letters": count { $0.names.contains { $0.family?.utf8.contains { $0 > 127 } == true } },
            "several given names": count { $0.names.contains { $0.given.count > 1 } },
            "several addresses": count { $0.addresses.count > 1 },
            "no practice": count { $0.practice == nil },
        ]
        #expect(counts.filter { $0.value == 0 } == [:])
        #expect(counts.filter { $0.value > 700 } == [:])
    }
}
