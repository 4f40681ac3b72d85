import Foundation
import RawHTTP
import Subprocess
import Testing

/// Messages for other services of the same legacy endpoint: decision D66.
@Suite struct OtherServiceTests {
    private static let action = "urn:nhs-itk:services:201005:getCPISRecord-v1-0"

    private static let message = Array(
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>\
        <wsa:Action xmlns:wsa="http://www.w3.org/2005/08/addressing">\(action)</wsa:Action></s:Header>\
        <s:Body><cpis/></s:Body></s:Envelope>
        """.utf8
    )

    /// What a site got for a message, and what was told of it.
    private struct Run: Sendable {
        let answer: SMSPCaller.Answer
        let atLegacy: [[UInt8]]
        let atPDS: Int
        let metrics: String
        let journal: [JournalLine]
    }

    /// - Parameter afterwards: done with the folder once the bridge has stopped.
    private static func run(
        cutover: String,
        message: [UInt8] = message,
        soapAction: String? = action,
        afterwards: @Sendable (ConfigurationFolder) async throws -> Void = { _ in }
    ) async throws -> Run {
        let legacy = RawServer { _ in .send(RawServer.answer("<cpis-answer/>", fields: ["Content-Type: text/xml"])) }
        let pds = RawServer.pds { _ in .send(RawServer.answer(status: "500 X")) }
        return try await legacy.run { legacyPort in
            try await pds.run { pdsPort in
                let folder = try ConfigurationFolder(pdsPort: pdsPort, legacyPort: legacyPort, cutover: cutover)
                defer { folder.remove() }
                let (answer, metrics) = try await BridgeProcess.serving(folder) { bridge in
                    let answer = try await SMSPCaller(port: bridge.port).send(message, soapAction: soapAction)
                    let metrics = try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body
                    return (answer, metrics)
                }.value
                let journal = try await folder.journal().filter { $0.action == nil }
                try await afterwards(folder)
                return Run(
                    answer: answer,
                    atLegacy: legacy.requests.map(\.body),
                    atPDS: pds.questions.count,
                    metrics: metrics,
                    journal: journal
                )
            }
        }
    }

    @Test(
        "whatever the states of the operations, they go to legacy and back untouched, told as other (D66)",
        arguments: ["{ default: legacy }", "{ default: legacy, verifyNHSNumber: fhir }", "{ default: fhir }"]
    )
    func passed(_ cutover: String) async throws {
        let run = try await Self.run(cutover: cutover)
        #expect(run.answer.status == 200)
        #expect(run.answer.text == "<cpis-answer/>")
        #expect(run.atLegacy == [Self.message])
        #expect(run.atPDS == 0)
        #expect(run.journal.map(\.operation) == ["other"])
        #expect(run.journal.map(\.service) == ["getCPISRecord-v1-0"])
        #expect(run.journal.map(\.backend) == ["legacy"])
        #expect(run.metrics.contains(#"operation="other",backend="legacy""#))
    }

    @Test("SOAPAction names the service of a message that cannot be read, too")
    func unreadable() async throws {
        let run = try await Self.run(cutover: "{ default: fhir }", message: Array("no XML".utf8))
        #expect(run.answer.text == "<cpis-answer/>")
        #expect(run.journal.map(\.service) == ["getCPISRecord-v1-0"])
    }

    @Test("text of another form names no service: fault 1000 as before")
    func otherForm() async throws {
        let message = Array(String(decoding: Self.message, as: UTF8.self).replacing(Self.action, with: "urn:x:y").utf8)
        let run = try await Self.run(cutover: "{ default: fhir }", message: message, soapAction: "urn:x:y")
        #expect(run.answer.fault == "1000")
        #expect(run.atLegacy == [])
        #expect(run.journal.map(\.operation) == [nil])
    }

    @Test("a legacy endpoint whose other services are called is not retired, unless it is forced")
    func retirement() async throws {
        _ = try await Self.run(cutover: "{ default: fhir }") { folder in
            func retire(_ more: String...) async throws -> BridgeProcess.Remains {
                try await BridgeProcess.run(
                    ["site", "retire-legacy", "A", "--reason", "the contract ends", "--config", folder.configuration]
                        + more
                )
            }
            let held = try await retire()
            #expect(held.status == .exited(10))
            #expect(held.error.contains(/A calls getCPISRecord-v1-0 on its legacy endpoint, last on \d{4}-\d\d-\d\dT/))
            let forced = try await retire("--force")
            #expect(forced.status == .exited(0))
            let entry = try #require(try await folder.journal().last { $0.action == "retire-legacy" })
            #expect(entry.reason == "forced: the contract ends")
            let fault = try await BridgeProcess.serving(folder) { bridge in
                try await SMSPCaller(port: bridge.port).send(Self.message, soapAction: Self.action).fault
            }.value
            #expect(fault == "1000")
        }
    }
}
