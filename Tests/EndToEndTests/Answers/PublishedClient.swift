import Foundation
import RawHTTP
import SMSPContract
import XMLTree

/// Three published clients of the SMSP contract, as they were observed: what goes over the wire, and what of an answer
/// each of them can read.
enum PublishedClient: String, CaseIterable {
    case clientCore = "smsp-client-core"
    case openInhealthcare = "open-inhealthcare"
    case adaptor = "smsp-adaptor"

    /// What a client asks with; nil where it does not say.
    struct Question: Sendable {
        var born: String
        var number: String?
        var gender: String?
        var given: String?
        var family: String?
        var postcode: String?
    }

    /// The bytes of one call.
    func call(_ operation: SMSPOperation, _ question: Question) -> [UInt8] {
        let body = message(operation, question)
        let action = "urn:nhs-itk:services:201005:\(operation.rawValue)-v1-0"
        switch self {
        case .clientCore:
            let head = [
                "POST /smsp/pds HTTP/1.1", "Content-Length: \(body.utf8.count)",
                "Content-Type: text/xml; charset=ISO-8859-1", "Host: 127.0.0.1", "Connection: Keep-Alive",
                "Accept-Encoding: gzip,deflate",
            ]
            return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        case .openInhealthcare:
            let head = [
                "POST /smsp/pds HTTP/1.1", "accept-charset: utf-8", "SOAPAction: \(action)", "Content-Type: text/xml",
                "Host: 127.0.0.1", "Connection: keep-alive", "Content-Length: \(body.utf8.count)",
            ]
            return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        case .adaptor:
            // Its length counts characters, and a line end follows the body.
            let head = [
                "POST /smsp/pds HTTP/1.0", "Host: fhirsmsp", "Content-Type: text/xml", "SOAPAction: \(action)",
                "Content-Length: \(body.count)",
            ]
            return Array((head.joined(separator: "\n") + "\n\n" + body + "\n").utf8)
        }
    }

    private func time(_ later: TimeInterval) -> String {
        let time = Date.now.addingTimeInterval(later).ISO8601Format()
        return self == .adaptor ? time.replacing("Z", with: ".123456789Z") : time
    }

    private func message(_ operation: SMSPOperation, _ question: Question) -> String {
        let names = operation.names
        let (message, tracking, payload) = (id(), id(), id())
        let prefix = self == .adaptor ? "" : "uuid_"
        let life: TimeInterval = [.clientCore: 300, .openInhealthcare: 3600, .adaptor: 900][self] ?? 0
        let timestamp =
            "<wsu:Timestamp xmlns:wsu=\"\(Namespace.securityUtility)\" wsu:Id=\"T\"><wsu:Created>\(time(0))</wsu:Created>"
            + "<wsu:Expires>\(time(life))</wsu:Expires></wsu:Timestamp>"
        let token = "<wsse:UsernameToken><wsse:Username>client</wsse:Username></wsse:UsernameToken>"
        let security =
            "<wsse:Security xmlns:wsse=\"\(Namespace.security)\">"
            + (self == .clientCore ? token + timestamp : timestamp + token) + "</wsse:Security>"
        let url = self == .adaptor ? "127.0.0.1:8080/smsp/pds" : "http://127.0.0.1:8080/smsp/pds"
        let blocks = [
            "Security": security, "From": "<wsa:From><wsa:Address>127.0.0.1</wsa:Address></wsa:From>",
            "Action": "<wsa:Action>\(names.action)</wsa:Action>", "To": "<wsa:To>\(url)</wsa:To>",
            "MessageID": "<wsa:MessageID>\(message)</wsa:MessageID>",
        ]
        let order =
            self == .clientCore
            ? ["Security", "From", "Action", "MessageID", "To"] : ["MessageID", "Action", "To", "From", "Security"]
        let headers = order.compactMap { blocks[$0] }.joined(separator: space)
        let itk = self == .clientCore ? "" : "itk:"
        let soap = self == .clientCore ? "SOAP-ENV" : "soap"
        let audit =
            switch self {
            case .clientCore: "<id uri=\"urn:nhs-uk:identity:ods:RXX:client\"/>"
            case .openInhealthcare:
                "<itk:id type=\"\(OID.auditIdentity)\" uri=\"urn:nhs-uk:identity:ods:RXX:client\"/>"
            case .adaptor: "<itk:id type=\"1.2.826.0.1285.0.2.0.107\" uri=\"868000003114\"/>"
            }
        let addresses =
            self == .openInhealthcare
            ? "<itk:addresslist><itk:address uri=\"urn:nhs-uk:addressing:ods:RXX\"/></itk:addresslist>" : ""
        let sender =
            self == .openInhealthcare ? "<itk:senderAddress uri=\"urn:nhs-uk:addressing:ods:RXX\"/>" : ""
        let envelope = [
            "<\(itk)DistributionEnvelope\(self == .clientCore ? " xmlns=\"\(Namespace.itk)\"" : "")>",
            "<\(itk)header service=\"\(names.action)\" trackingid=\"\(tracking)\">", addresses,
            "<\(itk)auditIdentity>\(audit)</\(itk)auditIdentity>",
            "<\(itk)manifest count=\"1\"><\(itk)manifestitem id=\"\(prefix)\(payload)\" mimetype=\"text/xml\" "
                + "profileid=\"urn:nhs-en:profile:\(operation.rawValue)Request-v1-0\" base64=\"false\" "
                + "compressed=\"false\" encrypted=\"false\"/></\(itk)manifest>", sender, "</\(itk)header>",
            "<\(itk)payloads count=\"1\"><\(itk)payload id=\"\(prefix)\(payload)\">",
            self.payload(operation, question, payload), "</\(itk)payload></\(itk)payloads>",
            "</\(itk)DistributionEnvelope>",
        ].filter { !$0.isEmpty }.joined(separator: space)
        let itkDeclaration = self == .clientCore ? "" : " xmlns:itk=\"\(Namespace.itk)\""
        return start + "<\(soap):Envelope xmlns:\(soap)=\"\(Namespace.soap)\" xmlns:wsa=\"\(Namespace.addressing)\""
            + "\(itkDeclaration)>\(space)<\(soap):Header>\(space)\(headers)\(space)</\(soap):Header>\(space)"
            + "<\(soap):Body>\(space)\(envelope)\(space)</\(soap):Body>\(space)</\(soap):Envelope>"
    }

    private func payload(_ operation: SMSPOperation, _ question: Question, _ id: String) -> String {
        let ns = self == .clientCore ? "ns2:" : ""
        let declaration =
            self == .clientCore
            ? " xmlns:ns2=\"\(Namespace.hl7)\" xmlns:ns3=\"urn:unused\"" : " xmlns=\"\(Namespace.hl7)\""
        let isOldCode = self == .adaptor && operation == .getPatientDetailsByNHSNumber
        let code = "\(operation.rawValue)\(isOldCode ? "" : "Request")-v1-0"
        func part(_ name: String, _ value: String) -> String {
            "<\(ns)Person.\(name)>\(space)\(value)\(space)<\(ns)semanticsText>Person.\(name)</\(ns)semanticsText>"
                + "\(space)</\(ns)Person.\(name)>"
        }
        // smsp-client-core sends each given name in an element of its own, where the schema allows one.
        let given = question.given.map { self == .clientCore ? $0.split(separator: " ").map(String.init) : [$0] } ?? []
        let name = (given.map { ("given", $0) } + (question.family.map { [("family", $0)] } ?? [])).map { tag, text in
            "<\(ns)\(tag)>\(text)</\(ns)\(tag)>"
        }
        let person =
            name.isEmpty
            ? nil : part("Name", "<\(ns)value>\(space)\(name.joined(separator: space))\(space)</\(ns)value>")
        let isNameFirst = self == .adaptor && question.number != nil
        let parts = [
            isNameFirst ? person : nil,
            part("DateOfBirth", "<\(ns)value value=\"\(question.born)\"/>"),
            question.gender.map {
                part("Gender", "<\(ns)value code=\"\($0)\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.16.25\"/>")
            },
            operation == .verifyNHSNumber
                ? nil
                : localIdentifierRoot.map {
                    part("LocalIdentifier", "<\(ns)value root=\"\($0)\" extension=\"RXX:00001\"/>")
                },
            question.number.map {
                part("NHSNumber", "<\(ns)value root=\"2.16.840.1.113883.2.1.4.1\" extension=\"\($0)\"/>")
            },
            isNameFirst ? nil : person,
            question.postcode.map {
                let value =
                    self == .adaptor
                    ? "<value code=\"\($0)\"/>" : "<\(ns)value><\(ns)postalCode>\($0)</\(ns)postalCode></\(ns)value>"
                return part("Postcode", value)
            },
        ]
        let root = operation.names.requestRoot
        return [
            "<\(ns)\(root)\(declaration) moodCode=\"EVN\" classCode=\"CACT\">",
            "<\(ns)id root=\"\(id.uppercased())\"/>",
            "<\(ns)code codeSystem=\"2.16.840.1.113883.2.1.3.2.4.17.284\" code=\"\(code)\"/>", "<\(ns)queryEvent>",
            parts.compactMap(\.self).joined(separator: space), "</\(ns)queryEvent>", "</\(ns)\(root)>",
        ].joined(separator: space)
    }

    private var localIdentifierRoot: String? {
        switch self {
        case .clientCore: "1.3.5.7.9.24.68.1"
        case .openInhealthcare: "2.16.840.1.113883.2.1.3.2.4.18.24"
        case .adaptor: nil
        }
    }

    private var start: String {
        switch self {
        case .clientCore: ""
        case .openInhealthcare: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        case .adaptor: "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!--An example message-->\n"
        }
    }

    private var space: String {
        switch self {
        case .clientCore: ""
        case .openInhealthcare: "\n\n    "
        case .adaptor: "\n\t"
        }
    }

    private func id() -> String {
        self == .adaptor ? UUID().uuidString.lowercased() : UUID().uuidString
    }
}

extension PublishedClient {
    /// Why this client could not read an answer with a code; empty when it can.
    func troubles(with answer: RawAnswer, to operation: SMSPOperation) throws -> [String] {
        let text = String(decoding: answer.body, as: UTF8.self)
        let root = try XMLDocument.parse(answer.body)
        let envelope = root.first("Body", in: Namespace.soap)?.elements.first
        let payloads = envelope?.first("payloads", in: Namespace.itk)?.elements ?? []
        let payload = payloads.first?.elements.first
        var troubles: [String] = []
        func need(_ holds: Bool, _ trouble: String) { if !holds { troubles.append(trouble) } }
        if let localIdentifierRoot, operation != .verifyNHSNumber, text.contains("<subject") {
            need(text.contains("root=\"\(localIdentifierRoot)\""), "no local identifier")
        }
        need(envelope?.name.local == "DistributionEnvelope", "no DistributionEnvelope is the first child of Body")
        need(payloads.count == 1, "not exactly one payload")
        switch self {
        case .clientCore:
            need(payload?.name.local == operation.names.responseRoot, "another payload root")
            let known = [
                "DEMOG-0001", "0007", "0017", "0022", "0040", "0042", "9999", "SMSP-0000", "0001", "0002", "0003",
            ]
            let code = text.firstMatch(of: /code="((?:SMSP|DEMOG)-[0-9]{4})"/).map { String($0.1) } ?? ""
            need(
                known.contains { code == $0 || code == "DEMOG-\($0)" || code == "SMSP-\($0)" },
                "an unknown code \(code)"
            )
            need(!text.contains(/<name ?\/>|<name><\/name>/), "an empty name")
            for gender in text.matches(of: /administrativeGenderCode code="([^"]*)"/) {
                need(["0", "1", "2", "9"].contains(String(gender.1)), "a gender that it does not know")
            }
            let component = text.firstMatch(of: /(?s)<component.*<\/component>/)?.0
            need(component?.contains(/extension="[0-9]{10}"/) ?? true, "a component without the patient's id")
        case .openInhealthcare:
            need(answer.status == 200, "HTTP \(answer.status)")
            let profile = text.firstMatch(of: /profileid="urn:nhs-en:profile:([^"]*)"/).map { String($0.1) } ?? ""
            let profiles = [
                "verifyNHSNumberResponse-v1-0", "getNHSNumberResponse-v1-0", "getPatientDetailsResponse-v1-0",
            ]
            need(profiles.contains(profile), "the profile \(profile)")
        case .adaptor:
            need(answer["Transfer-Encoding"] != "chunked", "chunks to HTTP/1.0")
            need(
                (try? XMLDocument.parse(Array(text.replacing(/[\r\n]/, with: "").utf8))) != nil,
                "line ends inside tags"
            )
            need(payload?.name.prefix == nil, "HL7 is not the default namespace")
            need(
                text.matches(of: /<addr([^>]*)>/).allSatisfy { isPractice($0.0, in: text) || $0.1.contains("use=") },
                "an addr without use"
            )
        }
        return troubles
    }

    /// Whether an element stands within the practice, whose address has no use.
    private func isPractice(_ element: Substring, in text: String) -> Bool {
        guard let practice = text.range(of: "<gPPractice") else { return false }
        return element.startIndex > practice.lowerBound
    }
}
