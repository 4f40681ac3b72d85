import JSONTree

extension PatientResource {
    /// The part of the record that a search shows.
    ///
    /// 1. Of names those of use usual, nickname and temp, of addresses the home address, each as it holds on `date`.
    /// 2. Of extensions the death notification. 3. No managing organisation.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §2.4.
    func foundValue(on date: LondonDate) -> JSONValue {
        let current = person.found(on: date)
        let resource = PatientResource(person: current, showsEmptyAddressLines: showsEmptyAddressLines)
        return .object(
            resource.value.members.compactMap { member in
                guard member.key == "extension" else { return member }
                return resource.deathNotification.map { JSONMember(key: member.key, value: .array([$0])) }
            }
        )
    }
}

extension SyntheticPerson {
    /// The person with what a search shows of names, addresses and organisations.
    fileprivate func found(on date: LondonDate) -> SyntheticPerson {
        SyntheticPerson(
            nhsNumber: nhsNumber,
            state: state,
            version: version,
            security: security,
            names: names.filter { [.usual, .preferred, .alias].contains($0.use) && $0.period.isCurrent(on: date) },
            gender: gender,
            birthDate: birthDate,
            multipleBirth: multipleBirth,
            deceased: deceased,
            addresses: addresses.filter { $0.use == .home && $0.period.isCurrent(on: date) },
            telecoms: telecoms,
            emergencyContacts: emergencyContacts,
            practice: practice,
            managingOrganization: nil,
            rareFacts: rareFacts
        )
    }
}
