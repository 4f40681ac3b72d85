import SMSPContract

/// Finds the people that a search is about.
///
/// - Exact but for case and `*`. Surname and forename are those of one name, of any type; the forename is compared
///   with the first given name. The postcode is that of any address.
/// - What has ended counts, what has not begun does not (decision D61).
/// - A date of birth that PDS holds less precisely than it was asked does not match (decision D61); one that it holds
///   more precisely matches as far as it was asked.
/// - A search with a postcode finds nobody whose record is restricted (decision D23), unless it is told to.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.4; docs/contract/smsp.md §4.2.
struct PersonSearch {
    let request: SMSPRequest
    let date: LondonDate
    /// Whether a search with a postcode finds restricted people too.
    var findsRestrictedByPostcode = false

    /// Everybody found, in the order of `people`.
    ///
    /// A merged record is found by what it holds, and the record that lives on is what comes of it, unless its date of
    /// birth or gender are not those that were asked for.
    func found(among people: SyntheticPeople) -> [SyntheticPerson] {
        var found: [SyntheticPerson] = []
        for person in people.all where isMeant(person) {
            guard case .person(let living) = people.record(for: person.nhsNumber), isOfGender(living),
                wasBorn(living), request.postcode == nil || !living.isRestricted || findsRestrictedByPostcode,
                !found.contains(living)
            else { continue }
            found.append(living)
        }
        return found
    }

    /// Whether a record, whatever has become of it, holds what was asked for.
    private func isMeant(_ person: SyntheticPerson) -> Bool {
        let family = request.name?.family.map(ComparedText.init)
        let given = request.name?.given.map(ComparedText.init)
        let postcode = request.postcode.map(ComparedText.init)
        return isOfGender(person) && wasBorn(person)
            && person.names.contains { isNamed($0, family: family, given: given) }
            && (postcode.map { hasLived(person, at: $0) } ?? true)
    }

    private func isOfGender(_ person: SyntheticPerson) -> Bool {
        switch request.gender {
        case nil: true
        case .male: person.gender == "male"
        case .female: person.gender == "female"
        case .notSpecified: person.gender == "other"
        case .notKnown: person.gender == "unknown"
        }
    }

    private func wasBorn(_ person: SyntheticPerson) -> Bool {
        let held = person.birthDate.flatMap(PDSDate.timestamp)
        return held?.digits.hasPrefix(request.dateOfBirth.digits) ?? false
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
