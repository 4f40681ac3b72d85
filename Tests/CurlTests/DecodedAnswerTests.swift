import Curl
import Foundation
import RawHTTP
import Testing

/// Answers that a server, or a middle box, compresses.
@Suite struct DecodedAnswerTests {
    /// A short JSON object.
    private static let small = "H4sIAAAAAAACA6tWSlSyMqwFAK+sG1YHAAAA"
    /// 20,000 bytes of nought.
    private static let noughts =
        "H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAAAAAAAAB4MAJTL5cgTgAA"

    private static func result(
        of base64: String,
        coding: String = "gzip",
        decodes: Bool = true
    ) async throws -> (result: Result<CurlResponse, CurlError>, request: String) {
        let body = Array(Data(base64Encoded: base64) ?? Data())
        let server = RawServer { _ in .send(RawServer.answer(body, fields: ["Content-Encoding: \(coding)"])) }
        let pool = try CurlPool(CurlConfiguration(decodesContent: decodes))
        let result = try await server.run { port in await pool.get("http://127.0.0.1:\(port)/", limit: 1000) }
        await pool.shutDown()
        return (result, server.requests.first?.text ?? "")
    }

    @Test("a pool that decodes offers gzip, and gives the decoded body")
    func decoded() async throws {
        let (result, request) = try await Self.result(of: Self.small)
        #expect(result.text == "{\"a\":1}")
        #expect(request.contains("\r\nAccept-Encoding: gzip"))
    }

    @Test("the limit is one of decoded bytes")
    func limit() async throws {
        #expect(try await Self.result(of: Self.noughts).result.error == "responseTooLarge")
    }

    @Test(
        "a body that is not what its coding says, or in a coding that is not known, is refused",
        arguments: ["gzip", "x-odd"]
    )
    func broken(_ coding: String) async throws {
        #expect(try await Self.result(of: "bm8gZ3ppcA==", coding: coding).result.error == "answerContentCoding")
    }

    @Test("any other pool offers nothing and leaves the bytes as they came")
    func untouched() async throws {
        let (result, request) = try await Self.result(of: Self.small, decodes: false)
        #expect(try result.get().body == Array(Data(base64Encoded: Self.small) ?? Data()))
        #expect(!request.lowercased().contains("accept-encoding"))
    }
}
