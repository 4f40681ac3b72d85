import XMLTree

/// A departure from the schema that a known client makes and that lenient reading puts right (decision D31).
///
/// The raw values are metric labels: how often strict reading would have refused is counted.
public enum LenientReading: String, Sendable, Hashable, CaseIterable {
    /// Several `given` in a name; the first counts.
    case severalGiven
    /// The payload's `code` is the name of the operation without "Request".
    case codeWithoutRequest
    /// The postcode is in `value/@code` instead of `value/postalCode`.
    case postcodeAsCode
    /// The payload's `id/@root` is a lower-case UUID.
    case lowerCaseID
}

extension LenientReading {
    /// `payload` with its departures corrected, and the list of those.
    ///
    /// Nothing else about the payload changes, so what strict reading would still refuse is still refused.
    static func correcting(
        _ payload: XMLElement,
        of operation: SMSPOperation
    ) -> (payload: XMLElement, corrections: [LenientReading]) {
        var corrected = payload
        let corrections = allCases.filter { $0.correct(&corrected, of: operation) }
        return (corrected, corrections)
    }

    /// Puts this departure right; whether there was one.
    private func correct(_ payload: inout XMLElement, of operation: SMSPOperation) -> Bool {
        switch self {
        case .lowerCaseID:
            return payload.update(["id"]) { id in
                id.setAttribute("root") { $0.uppercased() }
            }
        case .codeWithoutRequest:
            return payload.update(["code"]) { code in
                code.setAttribute("code") { $0 == operation.names.versioned ? operation.names.requestCode : $0 }
            }
        case .severalGiven:
            return payload.update(["queryEvent", QueryPart.name.rawValue, "value"]) { name in
                let surplus = name.all("given", in: Namespace.hl7).dropFirst()
                name.children.removeAll { child in surplus.contains { .element($0) == child } }
                return !surplus.isEmpty
            }
        case .postcodeAsCode:
            return payload.update(["queryEvent", QueryPart.postcode.rawValue, "value"]) { value in
                guard let code = value.attribute("code"), value.elements.isEmpty else { return false }
                value.attributes.removeAll { $0.name.namespace == nil && $0.name.local == "code" }
                let name = XMLName(namespace: Namespace.hl7, local: "postalCode", prefix: value.name.prefix)
                value.children = [.element(XMLElement(name: name, children: code.isEmpty ? [] : [.text(code)]))]
                return true
            }
        }
    }
}

extension XMLElement {
    /// Changes the first HL7v3 descendant at `path`; whether there was one and `change` changed it.
    fileprivate mutating func update(_ path: [String], _ change: (inout XMLElement) -> Bool) -> Bool {
        guard let local = path.first else { return change(&self) }
        for (index, child) in children.enumerated() {
            guard case .element(var element) = child, element.name.local == local,
                element.name.namespace == Namespace.hl7
            else { continue }
            guard element.update(Array(path.dropFirst()), change) else { return false }
            children[index] = .element(element)
            return true
        }
        return false
    }

    /// Replaces the value of an unqualified attribute; whether that changed it.
    fileprivate mutating func setAttribute(_ local: String, _ value: (String) -> String) -> Bool {
        guard let index = attributes.firstIndex(where: { $0.name.namespace == nil && $0.name.local == local }) else {
            return false
        }
        let replacement = XMLAttribute(name: attributes[index].name, value: value(attributes[index].value))
        guard replacement != attributes[index] else { return false }
        attributes[index] = replacement
        return true
    }
}
