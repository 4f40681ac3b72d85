public import NHSIdentifiers

extension SyntheticPeople {
    /// A change of a record on one side only.
    public enum Drift: String, Sendable, CaseIterable {
        /// The surname of the usual name is another.
        case family
        /// The gender is another.
        case gender
        /// The postcode of the home address is another.
        case postcode
        /// The person has died.
        case deceased
        /// The practice is another.
        case practice
    }

    /// The same people, of whom a share have drifted: a fact of their record is another than it was.
    ///
    /// Only records whose drift a caller can see are drawn: live, unrestricted, with what the drift changes. The two
    /// sides over these people and over those they were made from differ about the drifted ones alone.
    ///
    /// - Parameters:
    ///   - share: how many of the people drift, 0 to 1, rounded.
    ///   - seed: which, and how.
    /// - Returns: the people, and the drift of each number that has one.
    public func drifted(share: Double, seed: UInt64) -> (people: SyntheticPeople, drifts: [NHSNumber: Drift]) {
        var dice = SeededDice(seed: seed, purpose: 0)
        var candidates = all.indices.filter { !Drift.possible(all[$0]).isEmpty }
        var (changed, drifts) = (all, [NHSNumber: Drift]())
        for _ in 0..<min(candidates.count, Int((Double(all.count) * share).rounded())) {
            let index = candidates.remove(at: dice.number(0...(candidates.count - 1)))
            let drift = dice.one(of: Drift.possible(all[index]))
            changed[index] = drift.applied(to: all[index])
            drifts[all[index].nhsNumber] = drift
        }
        do throws(Problem) {
            return (try SyntheticPeople(changed), drifts)
        } catch {
            preconditionFailure("a drift changes neither numbers nor who supersedes whom: \(error)")
        }
    }
}

extension SyntheticPeople.Drift {
    /// The drifts that a caller could see in a person's record.
    fileprivate static func possible(_ person: SyntheticPerson) -> [SyntheticPeople.Drift] {
        let usual = person.names.filter { $0.use == .usual }
        guard person.state == .live, person.security == ["U"], person.birthDate?.count == 10, usual.count == 1,
            usual[0].isOpen, let family = usual[0].family, family.count > 3
        else { return [] }
        var possible: [SyntheticPeople.Drift] = [.family]
        if person.gender == "male" || person.gender == "female" { possible.append(.gender) }
        if person.deceased == nil { possible.append(.deceased) }
        let home = person.addresses.filter { $0.use == .home }
        if home.count == 1, home[0].period.isOpen, home[0].postcode != nil { possible.append(.postcode) }
        if person.practice?.period.isOpen == true { possible.append(.practice) }
        return possible
    }

    /// The person with this drift.
    fileprivate func applied(to person: SyntheticPerson) -> SyntheticPerson {
        switch self {
        case .family:
            person.with(names: person.names.map { $0.use == .usual ? $0.with(family: "\($0.family ?? "")e") : $0 })
        case .gender: person.with(gender: person.gender == "male" ? "female" : "male")
        case .postcode:
            person.with(addresses: person.addresses.map { $0.use == .home ? $0.with(postcode: "YX9 9ZZ") : $0 })
        case .deceased: person.with(deceased: "2026-10-01")
        case .practice:
            person.with(
                practice: person.practice.map {
                    SyntheticRegistration(ods: $0.ods == "Y99001" ? "Y99002" : "Y99001", period: $0.period)
                }
            )
        }
    }
}

extension SyntheticName {
    /// True if the name is current on any day a test may run.
    fileprivate var isOpen: Bool { period.isOpen }

    fileprivate func with(family: String) -> SyntheticName {
        SyntheticName(use: use, prefixes: prefixes, given: given, family: family, suffixes: suffixes, period: period)
    }
}

extension SyntheticPeriod {
    /// True if the period began long ago and has no end.
    fileprivate var isOpen: Bool { to == nil && from.map { $0 < "2026" } ?? true }
}

extension SyntheticAddress {
    fileprivate func with(postcode: String) -> SyntheticAddress {
        SyntheticAddress(use: use, text: text, lines: lines, postcode: postcode, period: period, paf: paf, uprn: uprn)
    }
}

extension SyntheticPerson {
    /// The person with some facts changed; what is nil stays as it is.
    fileprivate func with(
        names: [SyntheticName]? = nil,
        gender: String? = nil,
        deceased: String? = nil,
        addresses: [SyntheticAddress]? = nil,
        practice: SyntheticRegistration? = nil
    ) -> SyntheticPerson {
        SyntheticPerson(
            nhsNumber: nhsNumber,
            state: state,
            version: version,
            security: security,
            names: names ?? self.names,
            gender: gender ?? self.gender,
            birthDate: birthDate,
            multipleBirth: multipleBirth,
            deceased: deceased ?? self.deceased,
            addresses: addresses ?? self.addresses,
            telecoms: telecoms,
            emergencyContacts: emergencyContacts,
            practice: practice ?? self.practice,
            managingOrganization: managingOrganization,
            rareFacts: rareFacts
        )
    }
}
