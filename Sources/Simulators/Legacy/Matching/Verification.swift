import SMSPContract

/// The check that a person is the one that a caller's number and details mean.
///
/// 1. The date of birth is equal to the day: verified.
/// 2. Otherwise, where surname and forename were given: verified when at least two of year, month and day are equal,
///    and the first three characters of the surname, and the first of the forename, a shorter name taken whole.
/// 3. Otherwise not verified.
///
/// Names are compared with the current usual one. A part of the date that PDS does not hold never matches.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3; decisions D26, D36.
struct Verification {
    let query: LegacyQuery
    let date: LondonDate

    /// True if `person` is verified.
    func accepts(_ person: SyntheticPerson) -> Bool {
        let asked = query.dateOfBirth
        let held = person.birthDate.flatMap(PDSDate.timestamp)
        let equalParts = [
            held?.year == asked.year, held?.month != nil && held?.month == asked.month,
            held?.day != nil && held?.day == asked.day,
        ].count(where: \.self)
        guard equalParts < 3 else { return true }
        guard equalParts == 2, let family = query.family,
            let given = query.given, let usual = person.usualName(on: date)
        else { return false }
        return haveEqualStart(family, usual.family, characters: 3)
            && haveEqualStart(given, usual.given.first, characters: 1)
    }

    private func haveEqualStart(_ asked: String, _ held: String?, characters: Int) -> Bool {
        held.map { ComparedText.trimmed(asked).hasEqualStart(.trimmed($0), characters: characters) } ?? false
    }
}
