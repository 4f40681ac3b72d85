import NHSIdentifiers

extension SyntheticPeople {
    /// The most people that can be generated: the numbers of the 999 range run out.
    public static let mostGenerated = 800_000

    /// People drawn by `seed`: the first `count` of an endless row, the same in every run.
    ///
    /// They have what the fixtures' people have, about as often as it is met: former and other names, several
    /// addresses, contacts of every kind, restricted, merged and withdrawn records, deaths, partial dates. Their NHS
    /// numbers are of the 999 range from 9991 on, so that none is a fixture's.
    ///
    /// - Precondition: `count` is at most ``mostGenerated``.
    public static func generated(count: Int, seed: UInt64) -> SyntheticPeople {
        precondition((0...mostGenerated).contains(count), "at most \(mostGenerated) people can be generated")
        let numbers = generatedNumbers(count)
        let people = numbers.indices.map { GeneratedPerson(position: $0, numbers: numbers, seed: seed).person }
        do throws(Problem) {
            return try SyntheticPeople(people)
        } catch {
            // Numbers are drawn once each, and a record is only ever superseded by a later one.
            preconditionFailure("generated people contradict each other: \(error)")
        }
    }

    /// The first numbers from 9991000000 on that pass modulus 11.
    private static func generatedNumbers(_ count: Int) -> [NHSNumber] {
        var numbers: [NHSNumber] = []
        numbers.reserveCapacity(count)
        var stem = 999_100_000
        while numbers.count < count {
            let digits = String(stem)
            // A stem whose check digit would be 10 has no number.
            if let number = (0...9).lazy.compactMap({ NHSNumber("\(digits)\($0)") }).first { numbers.append(number) }
            stem += 1
        }
        return numbers
    }
}

/// One person of the row.
struct GeneratedPerson {
    /// Place in the row, from 0.
    let position: Int
    /// Everybody's numbers.
    let numbers: [NHSNumber]
    let seed: UInt64

    /// The same for all records of one human being: of merged records, those of the last.
    private struct Identity {
        let gender: String?
        let birthDate: String?
        let names: [SyntheticName]
    }

    /// The record.
    var person: SyntheticPerson {
        var dice = SeededDice(seed: seed, purpose: UInt64(position))
        let state = self.state
        let identity = identity
        let born = Int(identity.birthDate?.prefix(4) ?? "") ?? 1970
        let deceased = dice.falls(80) ? dice.deathAfter(born) : nil
        return SyntheticPerson(
            nhsNumber: numbers[position],
            state: state,
            version: dice.number(1...40),
            security: dice.one(weighted: [
                (940, ["U"]), (40, ["R"]), (8, ["V"]), (4, []), (4, ["U", "R"]), (4, ["REDACTED"]),
            ]),
            names: identity.names,
            gender: identity.gender,
            birthDate: identity.birthDate,
            multipleBirth: dice.falls(30) ? dice.number(1...3) : nil,
            deceased: deceased,
            addresses: dice.addresses(),
            telecoms: dice.telecoms(person: position),
            emergencyContacts: dice.falls(100) ? [dice.emergencyContact(person: position)] : [],
            practice: dice.practice(),
            managingOrganization: nil,
            rareFacts: .none
        )
    }

    private var state: SyntheticPerson.State {
        if Self.isSuperseded(position, of: numbers.count, seed: seed) { return .supersededBy(numbers[position + 1]) }
        var dice = SeededDice(seed: seed, purpose: 1 << 40 | UInt64(position))
        return dice.falls(10) ? .invalidated : .live
    }

    /// Three in a hundred are superseded by the next in the row, which there must be.
    private static func isSuperseded(_ position: Int, of count: Int, seed: UInt64) -> Bool {
        var dice = SeededDice(seed: seed, purpose: 2 << 40 | UInt64(position))
        return position + 1 < count && dice.falls(30)
    }

    private var identity: Identity {
        var last = position
        while Self.isSuperseded(last, of: numbers.count, seed: seed) { last += 1 }
        var dice = SeededDice(seed: seed, purpose: 3 << 40 | UInt64(last))
        let gender: String? = dice.one(weighted: [
            (480, "female"), (480, "male"), (15, "other"), (15, "unknown"), (10, nil),
        ])
        let day = dice.day(1921...2025)
        let birthDate: String? = dice.one(weighted: [
            (970, day), (15, String(day.prefix(7))), (10, String(day.prefix(4))), (5, nil),
        ])
        return Identity(gender: gender, birthDate: birthDate, names: dice.names(gender: gender, born: day))
    }
}

extension SyntheticRareFacts {
    /// Nothing of what SMSP has no place for.
    static let none = SyntheticRareFacts(
        pharmacy: nil,
        dispensingDoctor: nil,
        applianceSupplier: nil,
        deathNotification: nil,
        language: nil,
        contactPreference: nil,
        birthPlace: nil,
        removal: nil
    )
}
