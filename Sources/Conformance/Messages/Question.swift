import NHSIdentifiers
import SMSPContract
import XMLTree

/// The query of a message, valid or not: texts as the payload holds them.
struct Question: Sendable, Redacted {
    var nhsNumber: String?
    var dateOfBirth: String?
    var gender: String?
    var given: String?
    var family: String?
    var postcode: String?
    var localIdentifier: InstanceIdentifier?

    /// The children of `queryEvent`, in schema order, in HL7v3 under `prefix`.
    ///
    /// - SeeAlso: QUPA_MT000001GB01 to QUPA_MT000005GB01.
    func parts(prefix: String?) -> [XMLElement] {
        let identifier = localIdentifier.map { [("root", $0.root), ("extension", $0.extension)] }
        return [
            dateOfBirth.map { Part("Person.DateOfBirth", [("value", $0)]) },
            gender.map { Part("Person.Gender", [("code", $0), ("codeSystem", OID.sex)]) },
            identifier.map { Part("Person.LocalIdentifier", $0) },
            nhsNumber.map { Part("Person.NHSNumber", [("root", OID.nhsNumber), ("extension", $0)]) },
            given == nil && family == nil
                ? nil : Part("Person.Name", [], [("given", given), ("family", family)]),
            postcode.map { Part("Person.Postcode", [], [("postalCode", $0)]) },
        ].compactMap(\.self).map { $0.element(prefix: prefix) }
    }

    private struct Part {
        let name: String
        let attributes: [(String, String)]
        let texts: [(String, String?)]

        init(_ name: String, _ attributes: [(String, String)], _ texts: [(String, String?)] = []) {
            self.name = name
            self.attributes = attributes
            self.texts = texts
        }

        func element(prefix: String?) -> XMLElement {
            let names = { (local: String) in XMLName(namespace: Namespace.hl7, local: local, prefix: prefix) }
            let values = texts.compactMap { local, text in text.map { XMLElement(name: names(local), text: $0) } }
            return XMLElement(
                name: names(name),
                elements: [
                    XMLElement(name: names("value"), attributes, elements: values),
                    XMLElement(name: names("semanticsText"), text: name),
                ]
            )
        }
    }
}

extension XMLElement {
    /// An element with unqualified attributes and child elements.
    init(name: XMLName, _ attributes: [(String, String)] = [], elements: [XMLElement] = []) {
        self.init(
            name: name,
            attributes: attributes.map { name, value in
                XMLAttribute(name: XMLName(namespace: nil, local: name, prefix: nil), value: value)
            },
            children: elements.map(XMLNode.element)
        )
    }

    /// An element that holds text.
    init(name: XMLName, text: String) {
        self.init(name: name, children: [.text(text)])
    }
}
