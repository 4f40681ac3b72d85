import Foundation
import NHSIdentifiers
import XMLTree

/// The values of a schema-valid request payload.
///
/// Names and the postcode are in NFC, in which they are counted, checked, sent to PDS and compared (D68).
///
/// A part that is `xsi:nil`, or that a `nullFlavor` says is unknown, is absent; so are blank name parts and a blank
/// postcode (D49). ``RequestValidation`` decides which parts count together.
struct QueryParameters: Sendable, Redacted {
    private(set) var dateOfBirth: String?
    private(set) var gender: AdministrativeGender?
    private(set) var nhsNumber: String?
    private(set) var given: String?
    private(set) var family: String?
    private(set) var postcode: String?
    private(set) var localIdentifier: InstanceIdentifier?

    /// Reads the payload of a request of `operation`.
    ///
    /// - Throws: `payloadInvalid` when the schema is broken or a required part is said to be unknown.
    init(_ payload: XMLElement, of operation: SMSPOperation) throws(InputProblem) {
        guard operation.accepts(payload), let event = payload.first("queryEvent", in: Namespace.hl7) else {
            throw .payloadInvalid
        }
        for (part, isRequired) in operation.queryParts {
            guard let element = event.first(part.rawValue, in: Namespace.hl7),
                let value = element.first("value", in: Namespace.hl7), element.attribute("nullFlavor") == nil
            else {
                guard !isRequired else { throw .payloadInvalid }
                continue
            }
            take(part, from: value)
        }
    }

    private mutating func take(_ part: QueryPart, from value: XMLElement) {
        switch part {
        case .dateOfBirth: dateOfBirth = value.attribute("value")
        case .nhsNumber: nhsNumber = value.attribute("extension")
        case .name:
            given = value.first("given", in: Namespace.hl7)?.partText
            family = value.first("family", in: Namespace.hl7)?.partText
        case .localIdentifier:
            guard let root = value.attribute("root"), let text = value.attribute("extension") else { return }
            localIdentifier = InstanceIdentifier(root: root, extension: text)
        case .gender:
            gender = value.attribute("code").flatMap { AdministrativeGender(rawValue: $0.trimmed) }
        case .postcode:
            postcode = value.first("postalCode", in: Namespace.hl7)?.partText
        }
    }
}

extension XMLElement {
    /// The text of a part of a name or address in NFC, without outer white space; nil if it is blank or has a
    /// `nullFlavor`.
    fileprivate var partText: String? {
        attribute("nullFlavor") == nil ? text.trimmed.precomposedStringWithCanonicalMapping.nonEmpty : nil
    }
}
