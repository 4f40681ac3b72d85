import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// What bad input gets from the real program, and that nothing of it is printed.
@Suite struct HostileInputTests {
    /// One input and what it must get: `HTTP 413`, `1000` and the like.
    struct Hostile: Sendable, CustomTestStringConvertible {
        let name: String
        let message: [UInt8]
        var soapAction: String? = "urn:nhs-itk:services:201005:verifyNHSNumber-v1-0"
        let outcome: String
        var testDescription: String { name }
    }

    /// A value that stands in every hostile input and must come out nowhere.
    private static let marker = "MARKERQUAGMIRE"

    private static let valid: String = {
        guard let born = TimestampText("19610409") else { return "" }
        let request = SMSPRequest(
            operation: .verifyNHSNumber,
            dateOfBirth: born,
            nhsNumber: NHSNumber("9990000018"),
            name: PersonNameQuery(given: marker, family: marker)
        )
        let bytes = RequestRenderer(ids: .random).render(
            request,
            to: "http://127.0.0.1/",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: nil,
            now: .now
        )
        return String(decoding: bytes, as: UTF8.self)
    }()

    private static func altered(_ text: String, _ replacement: String) -> [UInt8] {
        Array(valid.replacing(text, with: replacement).utf8)
    }

    private static let root = "<soap:Envelope "

    static let inputs: [Hostile] = [
        Hostile(name: "an empty body", message: [], outcome: "1000"),
        Hostile(name: "white space", message: Array(" \n\t ".utf8), outcome: "1000"),
        Hostile(
            name: "a document type",
            message: altered(root, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + root),
            outcome: "1000"
        ),
        Hostile(
            name: "an entity bomb",
            message: altered(
                root,
                "<!DOCTYPE b [<!ENTITY a \"\(marker)\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                    + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>" + root
            ),
            outcome: "1000"
        ),
        Hostile(name: "an undeclared entity", message: altered(">\(marker)<", ">&marker;<"), outcome: "1000"),
        Hostile(name: "10 MB", message: Array(repeating: UInt8(ascii: "x"), count: 10 << 20), outcome: "HTTP 413"),
        Hostile(
            name: "10,000 levels",
            message: Array((String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)).utf8),
            outcome: "1000"
        ),
        Hostile(
            name: "5,000 attributes on one element",
            message: Array(("<a " + (0..<5000).map { "a\($0)=''" }.joined(separator: " ") + "/>").utf8),
            outcome: "1000"
        ),
        Hostile(
            name: "3,000 namespace declarations on one element",
            message: Array(("<a " + (0..<3000).map { "xmlns:n\($0)='u'" }.joined(separator: " ") + "/>").utf8),
            outcome: "1000"
        ),
        Hostile(
            name: "invalid UTF-8",
            message: Array(valid.utf8).map { $0 == UInt8(ascii: "Q") ? 0xFF : $0 },
            outcome: "1000"
        ),
        Hostile(
            name: "UTF-16",
            message: [0xFF, 0xFE] + valid.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            outcome: "1000"
        ),
        Hostile(
            name: "a declared encoding that is none of those read",
            message: altered("encoding='UTF-8'", "encoding='UTF-7'"),
            outcome: "1000"
        ),
        Hostile(name: "a NUL in the text", message: altered(marker, marker + "\0"), outcome: "1000"),
        Hostile(name: "a truncated body", message: Array(valid.utf8.prefix(1500)), outcome: "1000"),
        Hostile(name: "HTML", message: Array("<html><body>\(marker)</body></html>".utf8), outcome: "1000"),
        Hostile(name: "JSON", message: Array("{\"name\": \"\(marker)\"}".utf8), outcome: "1000"),
        Hostile(
            name: "SOAP 1.2",
            message: altered("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"),
            outcome: "soap:VersionMismatch"
        ),
        Hostile(
            name: "no SOAP namespace",
            message: altered("http://schemas.xmlsoap.org/soap/envelope/", "urn:example:soap"),
            outcome: "soap:VersionMismatch"
        ),
        Hostile(
            name: "an undeclared prefix",
            message: altered(" xmlns:itk=\"urn:nhs-itk:ns:201005\"", ""),
            outcome: "1000"
        ),
        Hostile(
            name: "an unknown ITK namespace",
            message: altered("urn:nhs-itk:ns:201005\"", "urn:other\""),
            outcome: "1000"
        ),
        Hostile(
            name: "an unknown HL7 namespace",
            message: altered("\"urn:hl7-org:v3\"", "\"urn:hl7-org:v2\""),
            outcome: "SMSP-0001"
        ),
        Hostile(
            name: "an unknown action",
            message: altered("verifyNHSNumber-v1-0</wsa:Action>", "\(marker)-v1-0</wsa:Action>"),
            outcome: "1000"
        ),
        Hostile(
            name: "an unknown SOAPAction",
            message: Array(valid.utf8),
            soapAction: "urn:nhs-itk:services:201005:\(marker)-v1-0",
            outcome: "1000"
        ),
        Hostile(name: "two roots", message: Array((valid + "<\(marker)/>").utf8), outcome: "1000"),
        Hostile(
            name: "a second payload",
            message: altered("</itk:payloads>", "<itk:payload id=\"x\"/></itk:payloads>"),
            outcome: "1000"
        ),
        Hostile(name: "a marker for a date", message: altered("19610409", marker), outcome: "SMSP-0001"),
        Hostile(name: "a marker for a number", message: altered("9990000018", marker), outcome: "DEMOG-0042"),
        Hostile(
            name: "a marker for a message id",
            message: Array(valid.replacing(/<wsa:MessageID>[^<]*/, with: "<wsa:MessageID>\(marker)").utf8),
            outcome: "SMSP-0000"
        ),
        Hostile(
            name: "a line end in the tracking id",
            message: Array(
                valid.replacing(/trackingid="[^"]*"/, with: "trackingid=\"\(marker)&#13;&#10;X-Injected: 1\"").utf8
            ),
            outcome: "SMSP-0000"
        ),
    ]

    @Test("every hostile input gets what the contract owes, and nothing of any is printed")
    func everyInput() async throws {
        let (outcomes, remains) = try await RunningBridge.running(limits: "{ requestBytes: 1MiB }") { bridge, _ in
            let caller = try SMSPCaller(port: bridge.port)
            var outcomes: [String: String] = [:]
            for input in Self.inputs {
                let answer = try await caller.send(input.message, soapAction: input.soapAction)
                outcomes[input.name] = answer.code ?? answer.fault ?? "HTTP \(answer.status)"
                if answer.fault != nil { #expect(answer.status == 500, "\(input.name)") }
                #expect(!answer.text.contains(Self.marker), "\(input.name)")
                let next = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409")
                #expect(next.code == "SMSP-0000", "the call after \(input.name)")
            }
            return outcomes
        }
        for input in Self.inputs { #expect(outcomes[input.name] == input.outcome, "\(input.name)") }
        #expect(remains.error == "")
        for marker in [Self.marker, "9990000018", "19610409", "Quillfeather"] {
            #expect(!remains.output.contains(marker))
        }
    }
}
