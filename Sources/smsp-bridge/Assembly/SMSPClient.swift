import ArgumentParser
import Curl
import Foundation
import SMSPContract

/// Sends SMSP messages over HTTP.
struct SMSPClient {
    private let pool: CurlPool

    /// The timeout of an answer.
    private static let patience: Duration = .seconds(30)
    /// The limit of an answer's length, bytes.
    private static let responseLimit = 4 * 1024 * 1024

    init(tls: ClientTLS) throws {
        pool = try CurlPool(CurlConfiguration(ca: tls.ca, certificate: tls.certificate, privateKey: tls.key))
    }

    /// Returns the body of the answer to `message`; ends the program with status 30 if there is none.
    func send(_ message: [UInt8], operation: SMSPOperation, to url: String) async throws -> [UInt8] {
        let request = CurlRequest(
            method: .post,
            url: url,
            headers: [("Content-Type", "text/xml"), ("SOAPAction", operation.names.action)],
            body: message,
            deadline: .now + Self.patience,
            responseLimit: Self.responseLimit
        )
        do throws(CurlError) {
            let response = try await pool.perform(request)
            if !response.body.isEmpty { return response.body }
            Terminal.complain("the endpoint answered HTTP \(response.status) without a body")
        } catch {
            Terminal.complain("the endpoint did not answer: \(error)")
        }
        throw ExitStatus.backendDown
    }

    /// Closes the client's connections.
    func close() async {
        await pool.shutDown()
    }
}
