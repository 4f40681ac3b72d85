import Foundation
import NHSIdentifiers
import SMSPContract
import XMLTree

/// A request message that a test changes in one place.
struct SampleRequest {
    var operation = SMSPOperation.getPatientDetailsByNHSNumber
    var nhsNumber = "9991001063"
    var dateOfBirth = "19820417"
    var extraPart = ""

    /// A synthetic number with the right check digit.
    static func syntheticNumber(_ nine: Int) -> String? {
        (0...9).map { "\(nine)\($0)" }.first { NHSNumber($0) != nil }
    }

    var payload: String {
        """
        <\(operation.names.requestRoot) xmlns="urn:hl7-org:v3" moodCode="EVN" classCode="CACT">\
        <id root="C0A8011E-7B1D-4E0B-9A55-2D6B1F3C4E5A"/>\
        <code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.284" code="\(operation.names.requestCode)"/><queryEvent>\
        <Person.DateOfBirth><value value="\(dateOfBirth)"/><semanticsText>Person.DateOfBirth</semanticsText>\
        </Person.DateOfBirth>\(gender)\
        \(number)\(name)\(extraPart)</queryEvent></\(operation.names.requestRoot)>
        """
    }

    private var isSearch: Bool { operation == .getNHSNumber || operation == .getPatientDetailsBySearch }

    private var gender: String {
        guard isSearch else { return "" }
        return """
            <Person.Gender><value code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.25"/>\
            <semanticsText>Person.Gender</semanticsText></Person.Gender>
            """
    }

    private var number: String {
        guard !isSearch else { return "" }
        return """
            <Person.NHSNumber><value root="2.16.840.1.113883.2.1.4.1" extension="\(nhsNumber)"/>\
            <semanticsText>Person.NHSNumber</semanticsText></Person.NHSNumber>
            """
    }

    private var name: String {
        """
        <Person.Name><value><given>Ottilie</given><family>Quillfeather</family></value>\
        <semanticsText>Person.Name</semanticsText></Person.Name>
        """
    }

    func payloadElement() throws -> XMLElement {
        try XMLDocument.parse(Array(payload.utf8))
    }
}
