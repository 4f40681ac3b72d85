import NHSIdentifiers
import SMSPContract

extension PatientSearch {
    /// A record that a search found.
    struct Match: Sendable {
        let person: SyntheticPerson
        /// 1: as requested, by current values.
        let score: Score
    }

    /// The score of a match, in the two steps that the simulator knows.
    ///
    /// INFER: PDS publishes no rule for its scores; a wildcard or a value of the past scores below 1.
    enum Score: String, Sendable {
        case exact = "1"
        case near = "0.9375"
    }

    /// The people whom the search finds, the best first, then in the order of `people`.
    ///
    /// - A merged record is found by its own values, and the result is the record that it was merged into.
    /// - An invalidated record, and one merged into such a one, is never found.
    /// - A search with a postcode finds no restricted record. INFER: that applies to every label except `U`.
    /// - Names of the past, maiden names among them, and former addresses count with `_history`; what is yet to begin
    ///   never does (decision D61).
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §2.3, §2.4.
    func matches(among people: SyntheticPeople, on date: LondonDate) -> [Match] {
        var found: [NHSNumber: Score] = [:]
        var order: [SyntheticPerson] = []
        for person in people.born(from: birthDate.first, through: birthDate.last) {
            guard let score = score(of: person, on: date), !isExact || score == .exact,
                case .person(let result) = people.record(for: person.nhsNumber),
                postcode == nil || result.security == ["U"]
            else { continue }
            if found[result.nhsNumber] == nil { order.append(result) }
            if found[result.nhsNumber] != .exact { found[result.nhsNumber] = score }
        }
        let matches = order.map { Match(person: $0, score: found[$0.nhsNumber] ?? .near) }
        return matches.filter { $0.score == .exact } + matches.filter { $0.score == .near }
    }

    /// The score of `person`; nil if it does not match.
    private func score(of person: SyntheticPerson, on date: LondonDate) -> Score? {
        guard gender == nil || person.gender == gender, person.birthDate.map(birthDate.contains) ?? false else {
            return nil
        }
        let names = person.names.filter(isNamed)
        let addresses = person.addresses.filter { address in
            guard let postcode else { return true }
            return address.postcode.map(postcode.matches) ?? false
        }
        let isLiteral = ([family] + given + [postcode].compactMap(\.self)).allSatisfy { !$0.hasWildcard }
        let isNow =
            names.contains { Self.isOfToday($0.use) && $0.period.isCurrent(on: date) }
            && (postcode == nil || addresses.contains { $0.period.isCurrent(on: date) })
        guard !isNow else { return isLiteral ? .exact : .near }
        let isKnown =
            names.contains { $0.period.hasBegun(by: date) }
            && (postcode == nil || addresses.contains { $0.period.hasBegun(by: date) })
        return includesHistory && isKnown ? .near : nil
    }

    /// Surname and forenames are those of one name; forenames are compared from the first one on (decision D61).
    private func isNamed(_ name: SyntheticName) -> Bool {
        let held = PatientResource.givenNames(name.given)
        return name.family.map(family.matches) ?? false && given.count <= held.count
            && zip(given, held).allSatisfy { $0.matches($1) }
    }

    /// True if a search without history considers names of this use.
    private static func isOfToday(_ use: SyntheticName.Use) -> Bool {
        switch use {
        case .usual, .preferred, .alias: true
        case .previous, .maiden: false
        }
    }
}
