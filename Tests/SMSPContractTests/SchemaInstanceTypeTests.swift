import Testing
import XMLTree

@testable import SMSPContract

/// `xsi:type` in a message whose prefixes are declared anywhere around it (D70).
@Suite struct SchemaInstanceTypeTests {
    /// True if a message is read whose date of birth has the `xsi:type` of `value`.
    private static func reads(_ value: String, onEnvelope: String = "", onPayload: String = "") throws -> Bool {
        let payload = SampleRequest(operation: .verifyNHSNumber).payload
            .replacing("<value value=", with: "<value xsi:type=\"\(value)\" value=")
            .replacing("xmlns=\"urn:hl7-org:v3\"", with: "xmlns=\"urn:hl7-org:v3\" \(onPayload)")
        let message = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \(onEnvelope) \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>\
            <i:DistributionEnvelope xmlns:i="urn:nhs-itk:ns:201005">\
            <i:header trackingid="A7E0B5C2-51D3-4F0A-8B44-0C9D2E6F7A31" service="x"><i:manifest count="1">\
            <i:manifestitem profileid="p"/></i:manifest></i:header><i:payloads count="1">\
            <i:payload>\(payload)</i:payload></i:payloads></i:DistributionEnvelope></s:Body></s:Envelope>
            """
        let envelope = try DistributionEnvelope(SOAPMessage(Array(message.utf8)), profileIDs: ["p"])
        return try SMSPOperation.verifyNHSNumber.accepts(#require(envelope.payload))
    }

    private static let hl7 = "xmlns:h=\"urn:hl7-org:v3\""

    @Test("the declared type is taken, whether its prefix is declared on the SOAP envelope or on the payload")
    func declared() throws {
        #expect(try Self.reads("TS.NHS.TimestampType1"))
        #expect(try Self.reads(" h:TS.NHS.TimestampType1 ", onEnvelope: Self.hl7))
        #expect(try Self.reads("h:TS.NHS.TimestampType1", onPayload: Self.hl7))
    }

    @Test("another type, and one whose prefix is not declared or is of another namespace, is refused")
    func refused() throws {
        #expect(try !Self.reads("TS"))
        #expect(try !Self.reads("TS.NHS.TimestampType4"))
        #expect(try !Self.reads("h:TS.NHS.TimestampType1"))
        #expect(try !Self.reads("h:TS.NHS.TimestampType1", onEnvelope: "xmlns:h=\"urn:other\""))
        #expect(try !Self.reads("h:TS.NHS.TimestampType1", onEnvelope: Self.hl7, onPayload: "xmlns:h=\"urn:other\""))
    }
}
