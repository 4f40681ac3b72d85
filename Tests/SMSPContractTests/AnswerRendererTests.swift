import Foundation
import NHSIdentifiers
import SMSPContract
import SchemaValidation
import Synchronization
import Testing
import XMLTree

@Suite struct AnswerRendererTests {
    private static let renderer = AnswerRenderer(ids: .fixed)

    private static func text(
        _ response: SMSPResponse,
        header: SiteProfile.ResponseHeader = .captured
    ) -> String {
        let now = Date(timeIntervalSince1970: 1_795_426_200)
        return String(
            decoding: renderer.render(response, header: header, relatesTo: "THE-REQUEST", now: now),
            as: UTF8.self
        )
    }

    @Test("a code-only answer has the captured answer's bytes, but for ids and names")
    func capturedForm() throws {
        let id = "00000000-0000-4000-8000-000000000001"
        let expected = """
            <?xml version='1.0' encoding='UTF-8'?>
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns:wsa="http://www.w3.org/2005/08/addressing" \
            xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" \
            xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:itk="urn:nhs-itk:ns:201005" \
            xmlns:hl7="urn:hl7-org:v3"><soap:Header><wsa:MessageID>\(id)</wsa:MessageID>\
            <wsa:Action>urn:nhs-itk:services:201005:verifyNHSNumber-v1-0Response</wsa:Action></soap:Header>\
            <soap:Body><itk:DistributionEnvelope>\
            <itk:header service="urn:nhs-itk:services:201005:verifyNHSNumber-v1-0Response" trackingid="\(id)">\
            <itk:manifest count="1"><itk:manifestitem id="uuid_\(id)" mimetype="text/xml" \
            profileid="urn:nhs-en:profile:verifyNHSNumberResponse-v1-0" base64="false" compressed="false" \
            encrypted="false"/></itk:manifest></itk:header><itk:payloads count="1"><itk:payload id="uuid_\(id)">\
            <verifyNHSNumberResponse-v1-0 xmlns="urn:hl7-org:v3" moodCode="EVN" classCode="OBS"><id root="\(id)"/>\
            <code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.284" code="verifyNHSNumberResponse-v1-0"/>\
            <value codeSystem="2.16.840.1.113883.2.1.3.2.4.17.285" code="DEMOG-0040"/>\
            </verifyNHSNumberResponse-v1-0></itk:payload></itk:payloads></itk:DistributionEnvelope></soap:Body>\
            </soap:Envelope>
            """
        #expect(Self.text(.codeOnly(.notVerified, for: .verifyNHSNumber)) == expected)
    }

    @Test(
        "the captured answer and ours are the same tree, but for ids and data",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)")
    )
    func agreesWithCapture() throws {
        let file = "smsp/nhsconnect-spine-smsp/getNHSNumber_response_central_smsp_capture.xml"
        let capture = String(
            decoding: try Data(contentsOf: PublishedSchema.folder.appending(path: file)),
            as: UTF8.self
        )
        let ours = Self.text(.codeOnly(.success, for: .getNHSNumber))
        let anyID = /(?:uuid_)?[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}/
        let subject = /<subject .*<\/subject>/
        let form = capture.replacing(subject, with: "").replacing(anyID, with: "ID")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(ours.replacing(anyID, with: "ID") == form)
    }

    @Test("the payload id, the manifest's and the root's are one; message and tracking ids are others")
    func ids() throws {
        let ids = UUIDSource.counting
        let bytes = AnswerRenderer(ids: ids)
            .render(.codeOnly(.success, for: .verifyNHSNumber), header: .captured, relatesTo: nil, now: .now)
        let text = String(decoding: bytes, as: UTF8.self)
        let found = text.matches(of: /00000000-0000-4000-8000-0{10}([0-9]{2})/).map { String($0.1) }
        #expect(found == ["01", "03", "02", "02", "02"])
    }

    @Test("a rich header adds To, the timestamp and RelatesTo")
    func richHeader() {
        let text = Self.text(.codeOnly(.success, for: .verifyNHSNumber), header: .rich)
        #expect(text.contains("<wsa:To>http://www.w3.org/2005/08/addressing/anonymous</wsa:To>"))
        #expect(
            text.contains(
                "<wsu:Created>2026-11-23T09:30:00Z</wsu:Created><wsu:Expires>2026-11-23T09:40:00Z</wsu:Expires>"
            )
        )
        #expect(text.contains("<wsa:RelatesTo>THE-REQUEST</wsa:RelatesTo>"))
    }

    @Test("every fault names its code, its action and no value", arguments: SMSPFault.allCases)
    func faults(_ fault: SMSPFault) throws {
        let answer = try AnswerReader.read(Self.renderer.render(fault))
        #expect(
            answer
                == .fault(
                    faultCode: "soap:" + fault.faultCode.rawValue,
                    errorCode: fault.errorCode.rawValue,
                    diagnosticText: fault.diagnosticText
                )
        )
    }

    @Test("full details come back from the reader as they were rendered")
    func detailsRoundTrip() throws {
        let number = try #require(NHSNumber("9000000009"))
        var details = PatientDetails(nhsNumber: number)
        details.localIdentifier = InstanceIdentifier(root: "1.2.3", extension: "A&B<>\"'")
        var name = PersonName()
        (name.prefix, name.given, name.otherGiven, name.family) = ("Dr", "Ottilie", "Maren", "O'Quill")
        details.name = name
        details.addresses = [PostalAddress(use: .home, postalCode: "ZE9 9XA", lines: ["1 Tern Row", "", "Marram"])]
        details.telecoms = [
            Telecom(use: .primaryHome, value: "tel:01632 960411", usableFrom: TimestampText("20150601"))
        ]
        details.administrativeGender = .female
        details.birthTime = TimestampText("198204")
        details.deceasedTime = TimestampText("2010")
        var practice = GPPractice(odsCode: "Y99001")
        practice.name = "MARRAM SURGERY"
        practice.telecom = Telecom(use: .workPlace, value: "tel:01632 960500")
        details.practice = practice
        let response = SMSPResponse(
            operation: .getPatientDetailsByNHSNumber,
            code: .success,
            content: .patient(details)
        )
        let bytes = Self.renderer.render(response, header: .captured, relatesTo: nil, now: .now)
        let expected: [(SMSPLeaf, String)] = [
            (.nhsNumber, "9000000009"), (.localIdentifier, "A&B<>\"'"), (.prefix, "Dr"), (.given, "Ottilie"),
            (.otherGiven, "Maren"), (.family, "O'Quill"), (.homePostalCode, "ZE9 9XA"), (.homeLines, "1 Tern Row"),
            (.homeLines, ""), (.homeLines, "Marram"), (.homeLines, ""), (.homeLines, ""), (.telecomUse, "HP"),
            (.telecomValue, "tel:01632 960411"), (.telecomUsableFrom, "20150601"), (.administrativeGender, "2"),
            (.birthTime, "198204"), (.deceasedTime, "2010"), (.practiceCode, "Y99001"),
            (.practiceName, "MARRAM SURGERY"), (.practiceTelecom, "tel:01632 960500"),
        ]
        guard case .coded(let root, let code, let leaves) = try AnswerReader.read(bytes) else {
            Issue.record("a fault")
            return
        }
        #expect(root == "getPatientDetailsResponse-v1-0")
        #expect(code == "SMSP-0000")
        #expect(leaves.map(\.leaf) == expected.map(\.0))
        #expect(leaves.map(\.value) == expected.map(\.1))
    }
}

extension UUIDSource {
    /// The same id every time.
    fileprivate static let fixed = UUIDSource { UUIDText.version4(high: 0, low: 1) }

    /// The ids 1, 2, 3 and so on.
    fileprivate static var counting: UUIDSource {
        let counter = Counter()
        return UUIDSource { UUIDText.version4(high: 0, low: counter.next()) }
    }

    private final class Counter: Sendable {
        private let value = Mutex<UInt64>(0)

        func next() -> UInt64 {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }
}
