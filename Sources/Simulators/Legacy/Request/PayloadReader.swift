import NHSIdentifiers
import SMSPContract

/// Reads the HL7v3 payload of a request: the structure that the published schemas give it, read by name.
///
/// Departures that real clients make are read as they are meant: several `given`, of which the first counts; a `code`
/// without "Request"; a postcode in `value/@code`; a lower-case `id`; the parts of the query, and of a name, in any
/// order. Everything else that the schemas forbid is refused.
///
/// - SeeAlso: docs/contract/smsp.md §2; QUPA_MT000001GB01 to QUPA_MT000005GB01; decisions D31, D49, D65.
struct PayloadReader {
    /// A payload that the schemas refuse.
    struct Invalid: Error {}

    /// A child of `queryEvent`, in schema order.
    enum Part: String, CaseIterable {
        case dateOfBirth = "Person.DateOfBirth"
        case gender = "Person.Gender"
        case localIdentifier = "Person.LocalIdentifier"
        case nhsNumber = "Person.NHSNumber"
        case name = "Person.Name"
        case postcode = "Person.Postcode"
    }

    private let operation: SMSPOperation
    private var values: [Part: ReceivedElement] = [:]

    /// Reads a payload of `operation`.
    init(_ payload: ReceivedElement?, of operation: SMSPOperation) throws(Invalid) {
        self.operation = operation
        guard let payload, payload.isNamed(operation.names.requestRoot, in: Namespace.hl7) else { throw Invalid() }
        try Self.checkAttributes(
            of: payload,
            required: ["classCode": "CACT", "moodCode": "EVN"],
            optional: Self.infrastructure
        )
        let children = try Self.children(of: payload)
        guard children.map(\.name.local) == ["id", "code", "queryEvent"] else { throw Invalid() }
        try Self.checkAttributes(of: children[0], required: ["root": nil])
        guard children[0].isEmpty, UUIDText.isUUID(children[0][attribute: "root"] ?? "") else { throw Invalid() }
        let code = children[1]
        try Self.checkAttributes(of: code, required: ["code": nil, "codeSystem": OID.messageType])
        guard code.isEmpty,
            [operation.names.requestCode, operation.names.versioned].contains(code[attribute: "code"]?.content)
        else { throw Invalid() }
        try Self.checkAttributes(of: children[2], optional: Self.infrastructure)
        try readParts(of: children[2])
    }

    // MARK: - Values

    var dateOfBirth: String? { values[.dateOfBirth]?[attribute: "value"] }
    var nhsNumber: String? { values[.nhsNumber]?[attribute: "extension"] }
    var gender: AdministrativeGender? {
        values[.gender]?[attribute: "code"]?.content.flatMap(AdministrativeGender.init)
    }
    var given: String? { values[.name].flatMap { Self.text($0.child("given", in: Namespace.hl7)) } }
    var family: String? { values[.name].flatMap { Self.text($0.child("family", in: Namespace.hl7)) } }
    var postcode: String? {
        values[.postcode].flatMap { value in
            value[attribute: "code"].map { $0.content } ?? Self.text(value.child("postalCode", in: Namespace.hl7))
        }
    }
    var localIdentifier: InstanceIdentifier? {
        guard let value = values[.localIdentifier], let root = value[attribute: "root"],
            let text = value[attribute: "extension"]
        else { return nil }
        return InstanceIdentifier(root: root, extension: text)
    }

    /// The text of a part of a name or address; nil when it is blank or said to be unknown (decision D49).
    private static func text(_ part: ReceivedElement?) -> String? {
        part?[attribute: "nullFlavor"] == nil ? part?.text.content?.precomposed : nil
    }

    // MARK: - The query

    /// The parts that a query of the operation must have, and those that it may have.
    private var parts: (required: Set<Part>, optional: Set<Part>) {
        switch operation {
        case .verifyNHSNumber: ([.dateOfBirth, .nhsNumber], [.name])
        case .getPatientDetailsByNHSNumber: ([.dateOfBirth, .nhsNumber], [.localIdentifier, .name])
        case .getNHSNumber, .getPatientDetailsBySearch:
            ([.dateOfBirth, .gender, .name], [.localIdentifier, .postcode])
        case .getPatientDetails: ([.dateOfBirth], Set(Part.allCases).subtracting([.dateOfBirth]))
        }
    }

    private mutating func readParts(of query: ReceivedElement) throws(Invalid) {
        let (required, optional) = parts
        var seen: Set<Part> = []
        for element in try Self.children(of: query) {
            guard let part = Part(rawValue: element.name.local), required.union(optional).contains(part),
                seen.insert(part).inserted
            else { throw Invalid() }
            let value = try value(of: part, element, isOptional: optional.contains(part))
            // A part that is declared unknown is absent, and a required part may not be absent.
            guard let value, element[attribute: "nullFlavor"] == nil else {
                guard !required.contains(part) else { throw Invalid() }
                continue
            }
            values[part] = value
        }
        guard seen.isSuperset(of: required) else { throw Invalid() }
    }

    /// The `value` of a part, checked; nil when `xsi:nil` says that it has none.
    private func value(
        of part: Part,
        _ element: ReceivedElement,
        isOptional: Bool
    ) throws(Invalid) -> ReceivedElement? {
        let nilName = ReceivedName(namespace: Namespace.schemaInstance, local: "nil")
        try Self.checkAttributes(of: element, optional: Self.infrastructure, allowing: isOptional ? nilName : nil)
        if ["1", "true"].contains(element.attributes[nilName]?.content) {
            guard element.isEmpty else { throw Invalid() }
            return nil
        }
        let children = try Self.children(of: element)
        guard children.map(\.name.local) == ["value", "semanticsText"] else { throw Invalid() }
        try Self.checkText(children[1])
        guard children[1].text == part.rawValue || children[1].isEmpty else { throw Invalid() }
        try check(part, children[0])
        return children[0]
    }

    private func check(_ part: Part, _ value: ReceivedElement) throws(Invalid) {
        switch part {
        case .dateOfBirth:
            try Self.checkAttributes(of: value, required: ["value": nil])
            let form = /[0-9]{1,8}|(?:[0-9]{9,14}|[0-9]{14}\.[0-9]+)(?:[+\-][0-9]{1,4})?/
            guard value.isEmpty, value[attribute: "value"]?.wholeMatch(of: form) != nil else { throw Invalid() }
        case .gender:
            try Self.checkAttributes(of: value, required: ["code": nil, "codeSystem": OID.sex])
            guard value.isEmpty, gender(value) != nil else { throw Invalid() }
        case .localIdentifier:
            try Self.checkAttributes(of: value, required: ["root": nil, "extension": nil])
            guard value.isEmpty, value[attribute: "root"]?.wholeMatch(of: /[0-9]+(?:\.[0-9]+)*/) != nil,
                value[attribute: "extension"] != ""
            else { throw Invalid() }
        case .nhsNumber:
            try Self.checkAttributes(of: value, required: ["root": OID.nhsNumber, "extension": nil])
            guard value.isEmpty, value[attribute: "extension"] != "" else { throw Invalid() }
        case .name:
            let isSearch = operation == .getNHSNumber || operation == .getPatientDetailsBySearch
            try Self.checkAttributes(of: value, optional: isSearch ? [:] : ["use": Self.nameUses])
            let names = value.elements.map(\.name)
            guard names.allSatisfy({ $0.namespace == Namespace.hl7 && ["given", "family"].contains($0.local) }),
                names.count(where: { $0.local == "family" }) < 2
            else { throw Invalid() }
            for name in value.elements { try Self.checkText(name) }
        case .postcode:
            guard value[attribute: "code"] == nil || !value.elements.isEmpty else {
                return try Self.checkAttributes(of: value, required: ["code": nil])
            }
            try Self.checkAttributes(of: value)
            guard value.elements.count == 1, let postcode = value.child("postalCode", in: Namespace.hl7) else {
                throw Invalid()
            }
            try Self.checkText(postcode)
        }
    }

    private func gender(_ value: ReceivedElement) -> AdministrativeGender? {
        value[attribute: "code"]?.content.flatMap(AdministrativeGender.init)
    }

    // MARK: - Attributes and texts

    private static let nullFlavors: Set<String> = [
        "NI", "MSK", "NA", "OTH", "NINF", "PINF", "UNK", "QS", "NASK", "TRC", "ASKU", "NAV",
    ]
    /// The attributes that every HL7v3 class may have, and the values they take.
    private static let infrastructure = [
        "nullFlavor": nullFlavors, "updateMode": ["added", "altered", "removed", "unchanged"],
    ]
    private static let nameUses: Set<String> = [
        "L", "A", "I", "R", "ABC", "SYL", "IDE", "PREVIOUS-BIRTH", "PREVIOUS-MAIDEN", "PREVIOUS-BACHELOR", "PREVIOUS",
        "PREFERRED",
    ]
    /// The attributes of a text, whose values no request depends on.
    private static let textAttributes: Set<String> = [
        "updateMode", "nullFlavor", "representation", "mediaType", "language", "compression", "integrityCheck",
        "integrityCheckAlgorithm", "partType", "qualifier",
    ]

    /// The HL7v3 children of an element that holds elements alone, without those of the infrastructure in front.
    private static func children(of element: ReceivedElement) throws(Invalid) -> [ReceivedElement] {
        guard element.text.content == nil, element.elements.allSatisfy({ $0.name.namespace == Namespace.hl7 }) else {
            throw Invalid()
        }
        return Array(element.elements.drop { ["realmCode", "typeId", "templateId"].contains($0.name.local) })
    }

    /// Checks that all required attributes are there, with the values they are fixed to, and no unknown ones are.
    ///
    /// - Parameters:
    ///   - optional: The further attributes, each a list of words from the set.
    ///   - extra: One more name that is allowed; the locations of schemas always are.
    private static func checkAttributes(
        of element: ReceivedElement,
        required: [String: String?] = [:],
        optional: [String: Set<String>] = [:],
        allowing extra: ReceivedName? = nil
    ) throws(Invalid) {
        for (local, fixed) in required {
            guard let value = element[attribute: local], fixed.map({ value.content == $0 }) ?? true else {
                throw Invalid()
            }
        }
        for (name, value) in element.attributes where name != extra && !isSchemaLocation(name) {
            guard name.namespace == nil else { throw Invalid() }
            guard required[name.local] == nil else { continue }
            guard let words = optional[name.local],
                value.split(separator: " ").allSatisfy({ words.contains(String($0)) })
            else { throw Invalid() }
        }
    }

    private static func isSchemaLocation(_ name: ReceivedName) -> Bool {
        name.namespace == Namespace.schemaInstance
            && ["schemaLocation", "noNamespaceSchemaLocation"].contains(name.local)
    }

    /// Checks an element that holds text alone.
    private static func checkText(_ element: ReceivedElement) throws(Invalid) {
        let names = element.attributes.keys.filter { !isSchemaLocation($0) }
        guard element.elements.isEmpty,
            names.allSatisfy({ $0.namespace == nil && textAttributes.contains($0.local) })
        else { throw Invalid() }
    }
}
