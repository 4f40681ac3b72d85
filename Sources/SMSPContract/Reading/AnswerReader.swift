public import NHSIdentifiers
import XMLTree

/// An SMSP answer as a client reads it: a code with its leaves, or a fault.
///
/// Codes are text: another provider may send ones that this project never does.
public enum ReceivedAnswer: Sendable, Equatable {
    /// An answer with a response code.
    case coded(operationRoot: String, code: String, leaves: [ReceivedLeaf])
    /// A SOAP fault; what the detail does not hold is nil.
    case fault(faultCode: String, errorCode: String?, diagnosticText: String?)
}

/// A value of an answer.
public struct ReceivedLeaf: Sendable, Equatable, Redacted {
    /// The place of the leaf.
    public let leaf: SMSPLeaf
    /// The value; an empty text is a blank element.
    public let value: String
    /// Which of the elements that repeat, names, addresses and telecoms, it belongs to, from 0 on for each kind.
    ///
    /// Leaves of one entry belong together: a surname to its forename, a postcode to its lines. 0 for what never repeats.
    public let entry: Int

    /// A leaf of these parts.
    public init(leaf: SMSPLeaf, value: String, entry: Int = 0) {
        self.leaf = leaf
        self.value = value
        self.entry = entry
    }
}

/// The reason that bytes are no SMSP answer.
public enum AnswerProblem: Error, Sendable, Hashable {
    /// The message is not SOAP.
    case notSOAP(SMSPFault)
    /// The body holds neither a fault nor one ITK payload with a response code.
    case noPayload
}

/// Reads SMSP answers by the names of their elements, in document order.
///
/// - SeeAlso: COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01; Web Service Transport Requirements §6.3.
public enum AnswerReader {
    /// The answer in `bytes`.
    public static func read(_ bytes: [UInt8]) throws(AnswerProblem) -> ReceivedAnswer {
        let message: SOAPMessage
        do {
            message = try SOAPMessage(bytes)
        } catch {
            throw .notSOAP(error)
        }
        if let fault = message.bodyElements.first, fault.name.local == "Fault", fault.name.namespace == Namespace.soap {
            let detail = fault.first("detail", in: nil)?.first("ToolkitErrorInfo", in: Namespace.itk)
            return .fault(
                faultCode: fault.first("faultcode", in: nil)?.text.trimmed ?? "",
                errorCode: detail?.first("ErrorCode", in: Namespace.itk)?.text.trimmed,
                diagnosticText: detail?.first("ErrorDiagnosticText", in: Namespace.itk)?.text
            )
        }
        guard let payload = message.payloadRoot, let code = payload.child("value")?.attribute("code") else {
            throw .noPayload
        }
        return .coded(operationRoot: payload.name.local, code: code, leaves: leaves(of: payload))
    }

    private static func leaves(of payload: XMLElement) -> [ReceivedLeaf] {
        if let identifier = payload.child("component")?.child("validIdentifier") {
            return [
                leaf(.validIdentifier, identifier.child("value")?.attribute("value")),
                leaf(.nhsNumber, identifier.child("subject")?.child("patient")?.child("id")?.attribute("extension")),
            ].compactMap(\.self)
        }
        guard let patient = payload.child("subject")?.child("patient") else { return [] }
        let ids = patient.children(named: "id")
        let person = patient.child("patientPerson")
        return [
            leaf(.nhsNumber, ids.first?.attribute("extension")),
            leaf(.localIdentifier, ids.dropFirst().first?.attribute("extension")),
        ].compactMap(\.self)
            + entries(of: patient, named: "name", name) + entries(of: patient, named: "addr", address)
            + entries(of: patient, named: "telecom", telecom)
            + [
                leaf(.administrativeGender, person?.child("administrativeGenderCode")?.attribute("code")),
                leaf(.birthTime, person?.child("birthTime")?.attribute("value")),
                leaf(.deceasedTime, person?.child("deceasedTime")?.attribute("value")),
            ].compactMap(\.self) + practice(person?.child("gPPractice"))
    }

    /// The leaves of the elements of one name, each with the position of its element.
    private static func entries(
        of patient: XMLElement,
        named local: String,
        _ read: (XMLElement) -> [ReceivedLeaf]
    ) -> [ReceivedLeaf] {
        patient.children(named: local).enumerated().flatMap { entry, element in
            read(element).map { ReceivedLeaf(leaf: $0.leaf, value: $0.value, entry: entry) }
        }
    }

    private static func name(_ name: XMLElement) -> [ReceivedLeaf] {
        let given = name.children(named: "given")
        return [
            leaf(.prefix, name.child("prefix")?.text), leaf(.given, given.first?.text),
            leaf(.otherGiven, given.dropFirst().first?.text), leaf(.family, name.child("family")?.text),
        ].compactMap(\.self)
    }

    private static func address(_ address: XMLElement) -> [ReceivedLeaf] {
        switch address.attribute("use").flatMap(PostalAddress.Use.init) {
        case .correspondence: lines(of: address, .correspondencePostalCode, .correspondenceLines)
        case .temporary: lines(of: address, .temporaryPostalCode, .temporaryLines)
        // `@use` is optional: an address that does not say what it is for is where the person lives.
        case .home, nil: lines(of: address, .homePostalCode, .homeLines)
        }
    }

    private static func lines(of address: XMLElement, _ postalCode: SMSPLeaf, _ lines: SMSPLeaf) -> [ReceivedLeaf] {
        [leaf(postalCode, address.child("postalCode")?.text)].compactMap(\.self)
            + address.children(named: "streetAddressLine").map { ReceivedLeaf(leaf: lines, value: $0.text) }
    }

    private static func telecom(_ telecom: XMLElement) -> [ReceivedLeaf] {
        let period = telecom.child("useablePeriod")
        return [
            leaf(.telecomUse, telecom.attribute("use")), leaf(.telecomValue, telecom.attribute("value")),
            leaf(.telecomUsableFrom, period?.child("low")?.attribute("value")),
            leaf(.telecomUsableTo, period?.child("high")?.attribute("value")),
        ].compactMap(\.self)
    }

    private static func practice(_ practice: XMLElement?) -> [ReceivedLeaf] {
        let organization = practice?.child("locationOrganization")
        return [
            leaf(.practiceCode, organization?.child("id")?.attribute("extension")),
            leaf(.practiceName, organization?.child("name")?.text),
        ].compactMap(\.self)
            + (practice?.child("addr").map { lines(of: $0, .practicePostalCode, .practiceLines) } ?? [])
            + [leaf(.practiceTelecom, practice?.child("telecom")?.attribute("value"))].compactMap(\.self)
    }

    private static func leaf(_ leaf: SMSPLeaf, _ value: String?) -> ReceivedLeaf? {
        value.map { ReceivedLeaf(leaf: leaf, value: $0) }
    }
}

extension XMLElement {
    /// The first HL7v3 child of a name.
    fileprivate func child(_ local: String) -> XMLElement? { first(local, in: Namespace.hl7) }

    /// The HL7v3 children of a name.
    fileprivate func children(named local: String) -> [XMLElement] { all(local, in: Namespace.hl7) }
}
