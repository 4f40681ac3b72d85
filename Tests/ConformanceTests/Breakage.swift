import Foundation
import Synchronization

/// One way in which an endpoint departs from the contract.
enum Breakage: String, Sendable, CaseIterable {
    case faultWithStatus200, codeWithStatus500, otherMediaType, otherCharset, contentCoding
    case actionOfRequest, serviceOfRequest, profileOfRequest
    case repeatedMessageID, prefixedTrackingID, otherManifestID
    case otherRoot, unknownCode, disorder, missingClassCode, smallLetters
    case dataBesideError, otherNumber, fourLines, paddedDate, otherGender, bareTelephone
    case localIdentifierLost, supersededAsSuccess, changingData
    case faultWithoutErrorCode, otherErrorCode, unqualifiedFaultCode
    case soapActionNeeded, chunkedToOldHTTP, openAfterOldHTTP, faultAsPage

    /// The rules that find it.
    var rules: Set<String> {
        switch self {
        case .faultWithStatus200: ["HTTP-STATUS-2"]
        case .codeWithStatus500: ["HTTP-STATUS-1"]
        case .otherMediaType: ["HTTP-TYPE-1"]
        case .otherCharset: ["HTTP-TYPE-2"]
        case .contentCoding: ["HTTP-CODING-1"]
        case .actionOfRequest: ["WSA-ACTION-1"]
        case .serviceOfRequest: ["ITK-SERVICE-1"]
        case .profileOfRequest: ["ITK-PROFILE-1"]
        case .repeatedMessageID: ["WSA-MESSAGE-2"]
        case .prefixedTrackingID: ["ITK-TRACKING-1"]
        case .otherManifestID: ["ITK-ID-1"]
        case .otherRoot: ["PAY-ROOT-1", "PAY-SCHEMA-1"]
        case .unknownCode: ["PAY-VALUE-1", "CODE-UNKNOWN-1", "CODE-UNKNOWN-2"]
        case .disorder, .missingClassCode: ["PAY-SCHEMA-1"]
        case .smallLetters: ["PAY-ID-1", "PAY-SCHEMA-1"]
        case .dataBesideError: ["CODE-DATA-2", "KNOWN-FOUND-1"]
        case .otherNumber: ["KNOWN-NUMBER-1"]
        case .fourLines: ["PAT-ADDRESS-1", "PAY-SCHEMA-1"]
        case .paddedDate: ["PAT-DATE-1", "KNOWN-DATE-1"]
        case .otherGender: ["PAT-GENDER-1", "PAY-SCHEMA-1"]
        case .bareTelephone: ["PAT-TELECOM-1", "PAY-SCHEMA-1"]
        case .localIdentifierLost: ["KNOWN-LOCAL-1"]
        case .supersededAsSuccess: ["KNOWN-SUPERSEDED-1"]
        case .changingData: ["FORM-AGAIN-1"]
        case .faultWithoutErrorCode: ["FAULT-INFO-1"]
        case .otherErrorCode: ["FAULT-INFO-2"]
        case .unqualifiedFaultCode: ["FAULT-SHAPE-1"]
        case .soapActionNeeded: ["FORM-ACTION-2", "FORM-CLIENT-1"]
        case .chunkedToOldHTTP: ["HTTP-OLD-1"]
        case .openAfterOldHTTP: ["HTTP-OLD-2"]
        case .faultAsPage:
            [
                "SOAP-ANSWER-1", "FAULT-XML-1", "FAULT-VERSION-1", "FAULT-HEADER-1", "FAULT-MESSAGE-1", "FAULT-TO-1",
                "FAULT-ACTION-1", "FAULT-REPLY-1", "FAULT-PROFILE-1",
            ]
        }
    }

    /// Whether it leaves so much of an answer that all others are still found beside it.
    var leavesOthersVisible: Bool { self != .faultAsPage }

    /// Breaks an answer, if it is one that this is about.
    func apply(to answer: inout BrokenAnswer, request: BrokenAnswer.Request, memory: BreakageMemory) {
        let isFault = answer.text.contains("<soap:Fault>")
        switch self {
        case .faultWithStatus200: if isFault { answer.status = 200 }
        case .codeWithStatus500: if !isFault { answer.status = 500 }
        case .otherMediaType: answer.contentType.replace("text/xml", with: "application/soap+xml")
        case .otherCharset: answer.contentType += "; charset=ISO-8859-1"
        case .contentCoding: answer.fields.append("Content-Encoding: gzip")
        case .soapActionNeeded:
            guard request.soapAction == nil else { return }
            answer.status = 500
            answer.text = Self.refusal.replacing("2B1F3C4E-7B1D-4E0B-9A55-2D6B1F3C4E5A", with: UUID().uuidString)
        case .chunkedToOldHTTP: answer.isChunked = request.isOld
        case .openAfterOldHTTP:
            guard request.isOld else { return }
            answer.keepsConnection = true
        case .faultAsPage:
            guard isFault else { return }
            answer.contentType = "text/html"
            answer.text = "<html><body>error</body></html>"
        default:
            if isFault { breakFault(&answer.text) } else { breakAnswer(&answer.text, request: request, memory: memory) }
        }
    }

    private static let refusal = """
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" \
        xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>\
        <wsa:MessageID>2B1F3C4E-7B1D-4E0B-9A55-2D6B1F3C4E5A</wsa:MessageID></soap:Header><soap:Body><soap:Fault>\
        <faultcode>soap:Client</faultcode><faultstring>No SOAPAction</faultstring><detail>\
        <itk:ToolkitErrorInfo xmlns:itk="urn:nhs-itk:ns:201005">\
        <itk:ErrorID>3B1F3C4E-7B1D-4E0B-9A55-2D6B1F3C4E5A</itk:ErrorID><itk:ErrorCode>1000</itk:ErrorCode>\
        <itk:ErrorText>No SOAPAction</itk:ErrorText></itk:ToolkitErrorInfo></detail></soap:Fault></soap:Body>\
        </soap:Envelope>
        """

    private func breakFault(_ text: inout String) {
        switch self {
        case .faultWithoutErrorCode:
            // Others keep theirs, so that another of them would be seen beside this.
            guard text.contains("Client</faultcode>") else { return }
            text.replace(/<itk:ErrorCode.*?<\/itk:ErrorCode>/, with: "")
        case .otherErrorCode: text.replace(/(<itk:ErrorCode[^>]*>)[0-9]+/) { "\($0.1)9999" }
        case .unqualifiedFaultCode: text.replace("<faultcode>soap:", with: "<faultcode>")
        default: break
        }
    }

    private func breakAnswer(_ text: inout String, request: BrokenAnswer.Request, memory: BreakageMemory) {
        switch self {
        case .actionOfRequest: text.replace("-v1-0Response</wsa:Action>", with: "-v1-0</wsa:Action>")
        case .serviceOfRequest: text.replace("-v1-0Response\" trackingid", with: "-v1-0\" trackingid")
        case .profileOfRequest: text.replace(/Response-v1-0" base64/, with: "Request-v1-0\" base64")
        case .repeatedMessageID:
            text.replace(/(<wsa:MessageID>)[^<]*/) { "\($0.1)0F0F0F0F-0F0F-4F0F-8F0F-0F0F0F0F0F0F" }
        case .prefixedTrackingID: text.replace("trackingid=\"", with: "trackingid=\"uuid_")
        case .otherManifestID: text.replace("<itk:manifestitem id=\"", with: "<itk:manifestitem id=\"m")
        case .otherRoot:
            text.replace("<getPatientDetailsResponse-v1-0", with: "<getPatientDetailsByNHSNumberResponse-v1-0")
            text.replace("</getPatientDetailsResponse-v1-0", with: "</getPatientDetailsByNHSNumberResponse-v1-0")
        case .unknownCode: text.replace("code=\"DEMOG-0001\"", with: "code=\"DEMOG-0018\"")
        case .disorder:
            guard text.contains("<verifyNHSNumberResponse-v1-0") else { return }
            text.replace(/(<id root="[^"]*"\/>)(<code [^>]*>)/) { "\($0.2)\($0.1)" }
        case .missingClassCode: text.replace("<patient classCode=\"PAT\">", with: "<patient>")
        case .smallLetters:
            guard !text.contains("<verifyNHSNumberResponse-v1-0") else { return }
            text.replace(/(classCode="OBS"><id root=")([^"]*)/) { "\($0.1)\($0.2.lowercased())" }
        default: breakPatient(&text, request: request, memory: memory)
        }
    }

    private func breakPatient(_ text: inout String, request: BrokenAnswer.Request, memory: BreakageMemory) {
        switch self {
        case .dataBesideError:
            // Only one patient, so that other rules still see answers of success.
            if text.contains("9990000255") { text.replace("code=\"SMSP-0000\"", with: "code=\"DEMOG-0040\"") }
        case .otherNumber: text.replace("9990000182", with: "9990000190")
        case .fourLines:
            text.replace(/<streetAddressLine[^\/]*(\/>|<\/streetAddressLine>)/, with: "", maxReplacements: 1)
        case .paddedDate: text.replace(/(<birthTime value="[0-9]*)/) { "\($0.1)0000" }
        case .otherGender:
            text.replace("<administrativeGenderCode code=\"2\"", with: "<administrativeGenderCode code=\"X\"")
        case .bareTelephone: text.replace("value=\"tel:", with: "value=\"")
        case .localIdentifierLost: text.replace(/<id root="[^"]*18\.24"[^>]*>/, with: "")
        case .supersededAsSuccess: text.replace("DEMOG-0017", with: "SMSP-0000")
        case .changingData:
            // The second time that this patient is asked for by number is the same question again.
            guard request.text.contains("getPatientDetailsByNHSNumberRequest"), text.contains("9990000018"),
                text.contains("<family>"), memory.next() == 2
            else { return }
            text.replace("<family>", with: "<family>Another")
        default: break
        }
    }
}

/// What a breaking proxy remembers from one answer to another.
final class BreakageMemory: Sendable {
    private let count = Mutex(0)

    /// How many times this has been asked before.
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
