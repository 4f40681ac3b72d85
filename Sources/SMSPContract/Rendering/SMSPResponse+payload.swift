import NHSIdentifiers
import XMLTree

extension SMSPResponse {
    /// The HL7v3 payload of the answer, with elements and attributes in the order of the captured answer.
    ///
    /// - SeeAlso: COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01; docs/contract/smsp.md §3.1 to §3.4 for
    ///   attribute order.
    func payload(id: String) -> XMLElement {
        let root = operation.names.responseRoot
        var children: [XMLElement] = [
            .hl7("id", [("root", id)]),
            .hl7("code", [("codeSystem", OID.messageType), ("code", root)]),
            .hl7("value", [("codeSystem", OID.responseCode), ("code", code.rawValue)]),
        ]
        switch content {
        case nil: break
        case .validIdentifier(let identifier):
            children.append(.hl7("component", [("typeCode", "COMP")], [identifier.element]))
        case .patient(let details):
            children.append(.hl7("subject", [("typeCode", "SBJ")], [details.element]))
        }
        var payload = XMLElement.hl7(root, [("moodCode", "EVN"), ("classCode", "OBS")], children)
        payload.namespaceDeclarations = [XMLNamespaceDeclaration(prefix: nil, uri: Namespace.hl7)]
        return payload
    }
}

extension ValidIdentifier {
    fileprivate var element: XMLElement {
        .hl7(
            "validIdentifier",
            [("moodCode", "EVN"), ("classCode", "OBS")],
            [
                .hl7("code", [("codeSystem", OID.observationType), ("code", "VI")]),
                .hl7("value", [("value", isValid ? "true" : "false")]),
                .hl7("subject", [("typeCode", "SBJ")], [.hl7("patient", [("classCode", "PAT")], [nhsNumber.element])]),
            ]
        )
    }
}

extension NHSNumber {
    fileprivate var element: XMLElement {
        .hl7("id", [("root", OID.nhsNumber), ("extension", digits)])
    }
}

extension PatientDetails {
    fileprivate var element: XMLElement {
        var children = [nhsNumber.element]
        if let localIdentifier {
            children.append(
                .hl7("id", [("root", localIdentifier.root), ("extension", localIdentifier.extension)])
            )
        }
        if let name, !name.isEmpty { children.append(name.element) }
        children += addresses.map(\.element)
        children += telecoms.map(\.element)
        if let patientPerson { children.append(patientPerson) }
        return .hl7("patient", [("classCode", "PAT")], children)
    }

    /// `patientPerson`; nil if it would be empty.
    private var patientPerson: XMLElement? {
        var children: [XMLElement] = []
        if let administrativeGender {
            children.append(
                .hl7("administrativeGenderCode", [("code", administrativeGender.rawValue), ("codeSystem", OID.sex)])
            )
        }
        if let birthTime { children.append(.hl7("birthTime", [("value", birthTime.digits)])) }
        if let deceasedTime { children.append(.hl7("deceasedTime", [("value", deceasedTime.digits)])) }
        if let practice { children.append(practice.element) }
        guard !children.isEmpty else { return nil }
        return .hl7("patientPerson", [("determinerCode", "INSTANCE"), ("classCode", "PSN")], children)
    }
}

extension PersonName {
    fileprivate var element: XMLElement {
        let parts = [("prefix", prefix), ("given", given), ("given", otherGiven), ("family", family)]
        return .hl7("name", [], parts.compactMap { local, text in text.map { .hl7(local, text: $0) } })
    }
}

extension PostalAddress {
    fileprivate var element: XMLElement {
        let postcode = postalCode.map { XMLElement.hl7("postalCode", text: $0) }
        return .hl7(
            "addr",
            use.map { [("use", $0.rawValue)] } ?? [],
            [postcode].compactMap(\.self) + lines.map { .hl7("streetAddressLine", text: $0) }
        )
    }
}

extension Telecom {
    fileprivate var element: XMLElement {
        let limits = [("low", usableFrom), ("high", usableTo)]
            .compactMap { local, time in time.map { XMLElement.hl7(local, [("value", $0.digits)]) } }
        return .hl7(
            "telecom",
            [("use", use.rawValue), ("value", value)],
            limits.isEmpty ? [] : [.hl7("useablePeriod", [], limits)]
        )
    }
}

extension GPPractice {
    fileprivate var element: XMLElement {
        var organization: [XMLElement] = [.hl7("id", [("root", OID.practice), ("extension", odsCode)])]
        if let name { organization.append(.hl7("name", text: name)) }
        return .hl7(
            "gPPractice",
            [("classCode", "SDLOC")],
            [address?.element, telecom?.element].compactMap(\.self) + [
                .hl7("locationOrganization", [("determinerCode", "INSTANCE"), ("classCode", "ORG")], organization)
            ]
        )
    }
}
