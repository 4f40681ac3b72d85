import Foundation
import NHSIdentifiers
import RawHTTP
import SMSPContract
import Simulators
import XMLTree

/// The legacy simulators that tests run, and the requests they are asked.
enum LegacyTesting {
    /// 2026-11-23 at noon: the day that the fixtures' dates are written for.
    static let noon = Date(timeIntervalSince1970: 1_795_435_200)

    /// A configuration with the fixtures' practices and a clock that stands still.
    static func configuration(seed: UInt64? = nil) throws -> LegacyConfiguration {
        var configuration = LegacyConfiguration()
        configuration.seed = seed
        configuration.practices = try PracticeFile(contentsOf: PDSTesting.fixtures + "/epraccur.csv")
        configuration.now = { noon }
        return configuration
    }

    /// Runs a simulator around `body`, which gets it and its port.
    static func withSimulator<Result: Sendable>(
        people: SyntheticPeople? = nil,
        _ configuration: LegacyConfiguration? = nil,
        _ body: (LegacySimulator, Int) async throws -> Result
    ) async throws -> Result {
        let simulator = LegacySimulator(
            people: try people ?? PDSTesting.people.get(),
            configuration: try configuration ?? Self.configuration()
        )
        return try await simulator.whileRunning { simulator in try await body(simulator, try await simulator.port) }
    }

    /// The answer to one call on a connection of its own.
    static func answer(to call: LegacyCall, port: Int) async throws -> LegacyReading {
        let reply = try await RawConnection.open(port: port) { connection in
            try await connection.send(call.bytes)
            return try await connection.answer()
        }
        return try LegacyReading(reply)
    }
}

/// One call as a client makes it.
struct LegacyCall: Sendable {
    var request: SMSPRequest
    var version = "1.1"
    var fields: [(String, String)] = []
    var path = "/smsp/pds"

    /// A call by number.
    init(
        _ operation: SMSPOperation = .getPatientDetailsByNHSNumber,
        number: String,
        born: String,
        given: String? = nil,
        family: String? = nil,
        localIdentifier: InstanceIdentifier? = nil
    ) throws {
        request = SMSPRequest(
            operation: operation,
            dateOfBirth: try Self.require(TimestampText(born)),
            nhsNumber: try Self.require(NHSNumber(number)),
            name: PersonNameQuery(given: given, family: family),
            localIdentifier: localIdentifier
        )
    }

    /// A search.
    init(
        _ operation: SMSPOperation = .getPatientDetailsBySearch,
        family: String,
        given: String? = nil,
        gender: AdministrativeGender,
        born: String,
        postcode: String? = nil,
        localIdentifier: InstanceIdentifier? = nil
    ) throws {
        request = SMSPRequest(
            operation: operation,
            dateOfBirth: try Self.require(TimestampText(born)),
            gender: gender,
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode,
            localIdentifier: localIdentifier
        )
    }

    private struct Missing: Error {}

    private static func require<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Missing() }
        return value
    }

    /// The body, the same for each call of the same values.
    var body: [UInt8] {
        RequestRenderer(ids: UUIDSource { "6C1D7A52-3F0E-4C0B-9D0A-2B6F5B7C9E10" }).render(
            request,
            to: "http://legacy.test/smsp/pds",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX"),
            username: "client.test",
            now: LegacyTesting.noon
        )
    }

    /// The whole HTTP message.
    var bytes: [UInt8] { bytes(of: body) }

    /// The whole HTTP message with another body.
    func bytes(of body: [UInt8]) -> [UInt8] {
        let all =
            [
                ("Host", "legacy.test"), ("Content-Type", "text/xml"), ("SOAPAction", request.operation.names.action),
                ("Content-Length", String(body.count)),
            ] + fields
        let lines = all.map { "\($0): \($1)\r\n" }.joined()
        return Array("POST \(path) HTTP/\(version)\r\n\(lines)\r\n".utf8) + body
    }
}

/// What came back, read as a client reads it.
struct LegacyReading: Sendable {
    let reply: RawAnswer
    /// The SOAP body's one element.
    let content: XMLElement

    private struct Unreadable: Error {}

    init(_ reply: RawAnswer) throws {
        self.reply = reply
        let root = try XMLDocument.parse(reply.body)
        guard let content = root.first("Body", in: Namespace.soap)?.elements.first else { throw Unreadable() }
        self.content = content
    }

    /// The reading of an answer that did not travel.
    init(body: [UInt8]) throws {
        try self.init(RawAnswer(status: 200, body: body))
    }

    /// The HL7v3 payload.
    var payload: XMLElement? {
        content.first("payloads", in: Namespace.itk)?.first("payload", in: Namespace.itk)?.elements.first
    }

    /// `value/@code`; nil in a fault.
    var code: String? { payload?.first("value", in: Namespace.hl7)?.attribute("code") }

    /// `ErrorCode` of a fault.
    var errorCode: String? {
        content.first("detail", in: nil)?.first("ToolkitErrorInfo", in: Namespace.itk)?
            .first("ErrorCode", in: Namespace.itk)?.text
    }

    /// The patient of a details or number answer.
    var patient: XMLElement? { payload?.first("subject", in: Namespace.hl7)?.first("patient", in: Namespace.hl7) }

    /// What stands in the patient, in the order of the answer: a path and a text or attribute for each leaf.
    var leaves: [String] { patient.map { Self.leaves($0, path: "") } ?? [] }

    /// `true` or `false` and the number of a verification; nil without component.
    var verification: String? {
        guard
            let valid = payload?.first("component", in: Namespace.hl7)?.first("validIdentifier", in: Namespace.hl7),
            let number = valid.first("subject", in: Namespace.hl7)?.first("patient", in: Namespace.hl7)?
                .first("id", in: Namespace.hl7)?.attribute("extension")
        else { return nil }
        return "\(valid.first("value", in: Namespace.hl7)?.attribute("value") ?? "") \(number)"
    }

    private static func leaves(_ element: XMLElement, path: String) -> [String] {
        element.elements.flatMap { child in
            let name = path + child.name.local
            let use = child.attribute("use").map { "[\($0)]" } ?? ""
            if child.elements.isEmpty {
                let value = child.attribute("extension") ?? child.attribute("code") ?? child.attribute("value")
                return ["\(name)\(use)=\(value ?? child.text)"]
            }
            let own = child.attribute("value").map { ["\(name)\(use)=\($0)"] } ?? []
            return own + leaves(child, path: "\(name)\(use)/")
        }
    }
}
