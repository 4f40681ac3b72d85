import XMLTree

/// A departure from the contract that a known client makes and that lenient reading corrects (decisions D31, D73).
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
    /// The parts of the query, or of a name, are in another order than the schema's.
    case partsInAnotherOrder
    /// The message is declared and written in another encoding than UTF-8 (decision D73).
    case anotherEncoding
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
                let isGiven: (XMLNode) -> Bool = { $0.isElement(["given"]) }
                guard let first = name.children.firstIndex(where: isGiven) else { return false }
                let rest = name.children[(first + 1)...]
                guard rest.contains(where: isGiven) else { return false }
                // A first one that says nothing would drop the name that the caller gave: it is left, and refused.
                guard name.children[first].saysSomething || !rest.contains(where: { isGiven($0) && $0.saysSomething })
                else { return false }
                name.children = name.children[...first] + rest.filter { !isGiven($0) }
                return true
            }
        case .postcodeAsCode:
            return payload.update(["queryEvent", QueryPart.postcode.rawValue, "value"]) { value in
                // A text beside the code may be another postcode.
                guard let code = value.attribute("code"), value.elements.isEmpty, value.text.trimmed.isEmpty else {
                    return false
                }
                value.attributes.removeAll { $0.name.namespace == nil && $0.name.local == "code" }
                let name = XMLName(namespace: Namespace.hl7, local: "postalCode", prefix: value.name.prefix)
                value.children = [.element(XMLElement(name: name, children: code.isEmpty ? [] : [.text(code)]))]
                return true
            }
        case .partsInAnotherOrder:
            let isQueryMoved = payload.update(["queryEvent"]) { query in
                query.order(operation.queryParts.map(\.part.rawValue))
            }
            let isNameMoved = payload.update(["queryEvent", QueryPart.name.rawValue, "value"]) { name in
                name.order(["given", "family"])
            }
            return isQueryMoved || isNameMoved
        case .anotherEncoding:
            // Of the message, not of its payload: `SMSPCallReader` has it from the message.
            return false
        }
    }
}

extension XMLNode {
    /// True for an HL7v3 element of one of these names.
    fileprivate func isElement(_ locals: [String]) -> Bool {
        guard case .element(let element) = self else { return false }
        return element.name.namespace == Namespace.hl7 && locals.contains(element.name.local)
    }

    /// True if the node is an element with a text and without `nullFlavor`.
    fileprivate var saysSomething: Bool {
        guard case .element(let element) = self else { return false }
        return !element.text.trimmed.isEmpty && element.attribute("nullFlavor") == nil
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

    /// Puts the HL7v3 children with these names in their order, into the places that they have among the others;
    /// whether that moved one.
    ///
    /// Children of one name keep their order, and none is lost: a part that is there twice is refused later.
    fileprivate mutating func order(_ locals: [String]) -> Bool {
        let places = children.indices.filter { children[$0].isElement(locals) }
        let found = places.map { children[$0] }
        let ordered = locals.flatMap { local in found.filter { $0.isElement([local]) } }
        guard ordered != found else { return false }
        for (place, child) in zip(places, ordered) { children[place] = child }
        return true
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
