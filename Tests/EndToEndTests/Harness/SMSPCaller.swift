import Curl
import Foundation
import NHSIdentifiers
import SMSPContract
import TestCertificates

/// A client of the SMSP contract.
struct SMSPCaller: Sendable {
    private let pool: CurlPool
    private let url: String
    private let renderer = RequestRenderer(ids: .random)

    init(port: Int, inFlight: Int = 64, path: String = "/") throws {
        pool = try CurlPool(CurlConfiguration(inFlight: inFlight))
        url = "http://127.0.0.1:\(port)\(path)"
    }

    /// A client who shows a certificate.
    init(url: String, ca: String, client: TestAuthority.Issued) throws {
        pool = try CurlPool(
            CurlConfiguration(ca: ca, certificate: client.certificate, privateKey: client.privateKey, versions: .one)
        )
        self.url = url
    }

    /// What one call got.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        var contentType: String?

        var text: String { String(decoding: body, as: UTF8.self) }
        var received: ReceivedAnswer? { try? AnswerReader.read(body) }

        /// The response code; nil for a fault and anything else.
        var code: String? {
            guard case .coded(_, let code, _) = received else { return nil }
            return code
        }

        /// `ErrorCode` of a fault, or its fault code where that says more.
        var fault: String? {
            guard case .fault(let faultCode, let errorCode, _) = received else { return nil }
            return ["soap:VersionMismatch", "soap:MustUnderstand"].contains(faultCode) ? faultCode : errorCode
        }

        /// The value of a leaf; nil when the answer has none.
        func leaf(_ leaf: SMSPLeaf) -> String? {
            guard case .coded(_, _, let leaves) = received else { return nil }
            return leaves.first { $0.leaf == leaf }?.value
        }
    }

    /// Asks for a person by number and date of birth.
    func ask(
        _ operation: SMSPOperation,
        _ number: String,
        born: String,
        given: String? = nil,
        family: String? = nil,
        username: String? = nil
    ) async throws -> Answer {
        guard let nhsNumber = NHSNumber(number), let dateOfBirth = TimestampText(born) else {
            throw CancellationError()
        }
        return try await ask(
            SMSPRequest(
                operation: operation,
                dateOfBirth: dateOfBirth,
                nhsNumber: nhsNumber,
                name: PersonNameQuery(given: given, family: family)
            ),
            username: username
        )
    }

    /// Asks what `request` asks.
    func ask(_ request: SMSPRequest, username: String? = nil) async throws -> Answer {
        let message = renderer.render(
            request,
            to: url,
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: username,
            now: .now
        )
        return try await send(message, soapAction: request.operation.names.action)
    }

    /// Sends any bytes.
    func send(_ message: [UInt8], soapAction: String?, contentType: String = "text/xml") async throws -> Answer {
        let response = try await pool.perform(
            CurlRequest(
                method: .post,
                url: url,
                headers: [("Content-Type", contentType)] + (soapAction.map { [("SOAPAction", $0)] } ?? []),
                body: message,
                deadline: .now + .seconds(30),
                responseLimit: 1 << 22
            )
        )
        return Answer(status: response.status, body: response.body, contentType: response.header("Content-Type"))
    }

    /// The status and body of a `GET` on loopback.
    static func get(_ url: String) async throws -> (status: Int, body: String) {
        let pool = try CurlPool(CurlConfiguration())
        let response = try await pool.perform(
            CurlRequest(method: .get, url: url, headers: [], deadline: .now + .seconds(10), responseLimit: 1 << 20)
        )
        await pool.shutDown()
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }
}
