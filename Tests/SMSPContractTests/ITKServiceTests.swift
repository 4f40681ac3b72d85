import SMSPContract
import Testing

/// Which messages are for another service than the operations: decision D66.
@Suite struct ITKServiceTests {
    private static let other = "urn:nhs-itk:services:201005:getCPISRecord-v1-0"

    private static func message(action: String, service: String = "", root: String = "x") throws -> SOAPMessage {
        let text = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>\
            <wsa:Action xmlns:wsa="http://www.w3.org/2005/08/addressing">\(action)</wsa:Action></s:Header><s:Body>\
            <itk:DistributionEnvelope xmlns:itk="urn:nhs-itk:ns:201005"><itk:header service="\(service)"/>\
            <itk:payloads><itk:payload><\(root) xmlns="urn:hl7-org:v3"/></itk:payload></itk:payloads>\
            </itk:DistributionEnvelope></s:Body></s:Envelope>
            """
        return try SOAPMessage(Array(text.utf8))
    }

    @Test("a service in the form of an ITK service has its name; quotation marks of SOAPAction do not count")
    func names() {
        #expect(ITKService(action: Self.other)?.name == "getCPISRecord-v1-0")
        #expect(ITKService(soapAction: "\"\(Self.other)\"")?.name == "getCPISRecord-v1-0")
        #expect(ITKService(action: "urn:nhs-itk:services:201005:a:b:getOther-v12-3")?.name == "getOther-v12-3")
    }

    @Test(
        "text of another form names nothing, nor does an operation or an answer",
        arguments: [
            "", "urn:nhs-itk:services:201005:getCPISRecord", "getCPISRecord-v1-0",
            "http://example.org/getCPISRecord-v1-0",
            "urn:nhs-itk:services:201005:getCPISRecord-v1-0Response", "urn:nhs-itk:services:getCPISRecord-v1-0",
            "urn:nhs-itk:services:201005:-v1-0", "urn:nhs-itk:services:201005:get CPIS-v1-0",
            "urn:nhs-itk:services:201005:verifyNHSNumber-v1-0",
        ]
    )
    func otherText(_ action: String) {
        #expect(ITKService(action: action) == nil)
    }

    @Test("any of the three places names the service")
    func places() throws {
        #expect(try Self.message(action: "").otherService(soapAction: Self.other) != nil)
        #expect(try Self.message(action: Self.other).otherService(soapAction: "junk") != nil)
        #expect(try Self.message(action: "junk", service: Self.other).otherService(soapAction: nil) != nil)
        #expect(try Self.message(action: "junk", service: "junk").otherService(soapAction: "junk") == nil)
    }

    @Test("a message that names an operation anywhere is for that, and its contradiction is decision D55")
    func operations() throws {
        let operation = SMSPOperation.getNHSNumber.names
        #expect(try Self.message(action: operation.action).otherService(soapAction: Self.other) == nil)
        #expect(try Self.message(action: Self.other, service: operation.action).otherService(soapAction: nil) == nil)
        #expect(try Self.message(action: Self.other, root: operation.requestRoot).otherService(soapAction: nil) == nil)
    }
}
