import SMSPContract

/// Finds the people that a search is about.
///
/// - Exact but for case and `*`; white space counts, also at the ends of a value on a record (decision D61). Surname and forename are those of one name, of any type; the forename is compared
///   with the first given name. The postcode is that of any address.
/// - What has ended counts, what has not begun does not (decision D61).
/// - A date of birth that PDS holds less precisely than the query does not match (decision D61); one that it holds
///   more precisely matches as far as the query goes.
/// - A search with a postcode finds no restricted record (decision D23), unless it is configured to.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.4; docs/contract/smsp.md §4.2.
struct PersonSearch {
    let query: LegacyQuery
    let date: LondonDate
    /// True if a search with a postcode finds restricted people too.
    var findsRestrictedByPostcode = false

    /// The people found, in the order of `people`.
    ///
    /// A merged record is found by the values it holds, and the result is the record that it was merged into, unless
    /// the date of birth or gender of that one differs from the requested one.
    func found(among people: SyntheticPeople) -> [SyntheticPerson] {
        let family = query.family.map(ComparedText.init)
        let given = query.given.map(ComparedText.init)
        let postcode = query.postcode.map(ComparedText.init)
        var found: [SyntheticPerson] = []
        for person in candidates(among: people) {
            guard isOfGender(person), wasBorn(person),
                person.names.contains(where: { isNamed($0, family: family, given: given) }),
                postcode.map({ hasLived(person, at: $0) }) ?? true,
                case .person(let living) = people.record(for: person.nhsNumber), isOfGender(living),
                wasBorn(living), postcode == nil || !living.isRestricted || findsRestrictedByPostcode,
                !found.contains(living)
            else { continue }
            found.append(living)
        }
        return found
    }

    /// The people born in the requested year, month or on the requested day, as far as their records tell.
    private func candidates(among people: SyntheticPeople) -> [SyntheticPerson] {
        let asked = query.dateOfBirth.digits
        return people.born(
            from: asked + "00000000".dropFirst(asked.utf8.count),
            through: asked + "99999999".dropFirst(asked.utf8.count)
        )
    }

    private func isOfGender(_ person: SyntheticPerson) -> Bool {
        switch query.gender {
        case nil: true
        case .male: person.gender == "male"
        case .female: person.gender == "female"
        case .notSpecified: person.gender == "other"
        case .notKnown: person.gender == "unknown"
        }
    }

    private func wasBorn(_ person: SyntheticPerson) -> Bool {
        let held = person.birthDate.flatMap(PDSDate.timestamp)
        return held?.digits.hasPrefix(query.dateOfBirth.digits) ?? false
    }

    private func isNamed(_ name: SyntheticName, family: ComparedText?, given: ComparedText?) -> Bool {
        name.period.hasBegun(by: date) && matches(name.family, family) && matches(name.given.first, given)
    }

    private func hasLived(_ person: SyntheticPerson, at postcode: ComparedText) -> Bool {
        person.addresses.contains { $0.period.hasBegun(by: date) && matches($0.postcode, postcode) }
    }

    private func matches(_ held: String?, _ asked: ComparedText?) -> Bool {
        guard let asked else { return true }
        return held.map { asked.matches(ComparedText($0)) } ?? false
    }
}
