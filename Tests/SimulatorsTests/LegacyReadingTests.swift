import SMSPContract
import Testing

@testable import Simulators

/// The two readings of a request, the simulator's and the bridge's: written apart from each other, they must come to
/// the same outcome.
@Suite("Legacy simulator: its reading of requests beside the bridge's")
struct LegacyReadingTests {
    /// A change to a request and the outcome that the contract gives it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let old: String
        let new: String
        let outcome: String

        init(_ description: String, _ old: String, _ new: String, _ outcome: String) {
            testDescription = description
            self.old = old
            self.new = new
            self.outcome = outcome
        }
    }

    static let cases = [
        Case("nothing changed", "<soap:Body>", "<soap:Body>", "read"),
        Case("a byte order mark", "<?xml", "\u{FEFF}<?xml", "read"),
        Case("comments and instructions", "<soap:Body>", "<!-- a --><?b c?><soap:Body><!-- d -->", "read"),
        Case("a section of character data", ">Odalys<", "><![CDATA[Odalys]]><", "read"),
        Case("a reference to a character", ">Odalys<", ">&#79;dalys<", "read"),
        Case("white space between elements", "><", ">\r\n  <", "read"),
        Case("another prefix", "itk:", "it:", "1000"),
        Case("an unknown entity", ">Odalys<", ">&odalys;<", "1000"),
        Case("a tag left open", "</soap:Body>", "", "1000"),
        Case("an attribute twice", "<given>", "<given partType=\"GIV\" partType=\"GIV\">", "1000"),
        Case("an ampersand alone", ">Odalys<", ">Odalys & Co<", "1000"),
        Case("a control character", ">Odalys<", ">Odalys\u{1}<", "1000"),
        Case("text behind the root", "</soap:Envelope>", "</soap:Envelope>rest", "1000"),
        Case("a document type", "<soap:Envelope", "<!DOCTYPE a><soap:Envelope", "1000"),
        Case("an entity declared", "<soap:Envelope", "<!DOCTYPE a [<!ENTITY b \"c\">]><soap:Envelope", "1000"),
        Case("SOAP 1.2", "schemas.xmlsoap.org/soap/envelope/", "www.w3.org/2003/05/soap-envelope", "1000"),
        Case("no MessageID", "wsa:MessageID>", "wsa:Other>", "1000"),
        Case("no To", "wsa:To>", "wsa:Other>", "1000"),
        Case("another action", "<wsa:Action>urn:nhs-itk", "<wsa:Action>urn:other", "1000"),
        Case(
            "another operation's action",
            "<wsa:Action>urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber",
            "<wsa:Action>urn:nhs-itk:services:201005:verifyNHSNumber",
            "1000"
        ),
        Case(
            "a header that must be understood",
            "<soap:Header>",
            "<soap:Header><a:b xmlns:a=\"urn:a\" soap:mustUnderstand=\"1\"/>",
            "1000"
        ),
        Case(
            "a header for another actor",
            "<soap:Header>",
            "<soap:Header><a:b xmlns:a=\"urn:a\" soap:mustUnderstand=\"1\" soap:actor=\"urn:c\"/>",
            "read"
        ),
        Case(
            "an answer to elsewhere",
            "<soap:Header>",
            "<soap:Header><wsa:ReplyTo><wsa:Address>urn:a</wsa:Address></wsa:ReplyTo>",
            "1000"
        ),
        Case("two payloads", "count=\"1\"", "count=\"2\"", "1000"),
        Case("a compressed payload", "compressed=\"false\"", "compressed=\"true\"", "1000"),
        Case("an unknown profile", "urn:nhs-en:profile:", "urn:other:", "1000"),
        Case("no tracking id", "trackingid", "tracking", "1000"),
        Case("no audit identity", "uri=\"urn:nhs-uk:identity:ods:RXX\"", "uri=\" \"", "SMSP-0001"),
        Case("a lower-case id of the payload", "root=\"6C1D7A52-3F0E", "root=\"6c1d7a52-3f0e", "read"),
        Case("an id that is no UUID", "root=\"6C1D7A52-3F0E", "root=\"6C1D7A52x3F0E", "SMSP-0001"),
        Case(
            "a code without Request",
            "code=\"getPatientDetailsByNHSNumberRequest",
            "code=\"getPatientDetailsByNHSNumber",
            "read"
        ),
        Case(
            "another code",
            "code=\"getPatientDetailsByNHSNumberRequest",
            "code=\"getPatientDetailsRequest",
            "SMSP-0001"
        ),
        Case("several given names", "<given>", "<given>Odalys</given><given>", "read"),
        Case("two surnames", "<family>", "<family>Quillfeather</family><family>", "SMSP-0001"),
        Case("an unknown attribute", "<family>", "<family kind=\"a\">", "SMSP-0001"),
        Case("an unknown element", "<queryEvent>", "<queryEvent><other/>", "SMSP-0001"),
        Case("another class code", "CACT", "OBS", "SMSP-0001"),
        Case("a foreign namespace", "xmlns=\"urn:hl7-org:v3\"", "xmlns=\"urn:hl7-org:v2\"", "SMSP-0001"),
        Case("text among elements", "<queryEvent>", "<queryEvent>text", "SMSP-0001"),
        Case("a wrong semantics text", "<semanticsText>Person.Name<", "<semanticsText>Name<", "SMSP-0001"),
        Case("no semantics text", "<semanticsText>Person.Name</semanticsText>", "", "SMSP-0001"),
        Case("an empty number", "extension=\"9990000018\"", "extension=\"\"", "SMSP-0001"),
        Case("a number of nine digits", "9990000018", "999000001", "DEMOG-0042"),
        Case("a number with spaces", "9990000018", "999 000 0018", "DEMOG-0042"),
        Case("a number that fails its check digit", "9990000018", "9990000019", "SMSP-0001"),
        Case("an old number, and a wrong date", "9990000018\"", "ABC\" ", "DEMOG-0042"),
        Case("a date with an hour", "19610409", "1961040900", "SMSP-0001"),
        Case("a wildcard beside a number", ">Quillfeather<", ">Quill*<", "SMSP-0001"),
        Case("a blank surname", ">Quillfeather<", "> <", "read"),
    ]

    /// The outcome of a message for the bridge: `read`, an error code, or a response code.
    private func bridge(_ body: [UInt8], soapAction: String) -> String {
        do throws(SMSPRefusal) {
            let message: SOAPMessage
            do throws(SMSPFault) { message = try SOAPMessage(body) } catch { throw .fault(error) }
            guard let operation = message.operation(soapAction: soapAction) else { throw .fault(.actionUnknown) }
            let reader = SMSPCallReader(profileIDs: Set(SMSPOperation.allCases.map(\.names.requestProfile)))
            _ = try reader.read(
                message,
                operation: operation,
                soapAction: soapAction,
                profile: SiteProfile(),
                connection: .plain,
                now: LegacyTesting.noon
            )
            return "read"
        } catch {
            switch error {
            case .fault(let fault): return fault.errorCode.rawValue
            case .invalidInput(let problem): return problem.code.rawValue
            }
        }
    }

    /// The outcome of a message for the simulator.
    private func simulator(_ body: [UInt8], soapAction: String) -> String {
        let request = LegacyRequest(
            method: "POST",
            target: "/",
            fields: [HeaderField("SOAPAction", soapAction)],
            body: body,
            isOld: false,
            keepsConnection: true
        )
        do throws(LegacySOAPFault) {
            let message = try LegacyMessage(request)
            let operation = try message.operation()
            let payload = try message.payload(of: operation, isTimed: false, at: LegacyTesting.noon)
            guard let reader = try? PayloadReader(payload, of: operation), message.hasAuditIdentity else {
                return "SMSP-0001"
            }
            do throws(LegacyQuery.Refusal) {
                _ = try LegacyQuery(reader, of: operation)
                return "read"
            } catch {
                return error.code.rawValue
            }
        } catch {
            return error.errorCode
        }
    }

    @Test("a changed request has the outcome of the contract on both sides", arguments: cases)
    func outcomes(_ test: Case) throws {
        let call = try LegacyCall(number: "9990000018", born: "19610409", given: "Odalys", family: "Quillfeather")
        let text = String(decoding: call.body, as: UTF8.self)
        try #require(text.contains(test.old), "the request does not hold what is changed")
        let body = Array(text.replacing(test.old, with: test.new).utf8)
        let action = call.request.operation.names.action
        #expect(simulator(body, soapAction: action) == test.outcome)
        #expect(bridge(body, soapAction: action) == test.outcome)
    }
}
