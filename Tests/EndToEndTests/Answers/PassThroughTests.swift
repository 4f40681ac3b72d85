import Curl
import FixtureCases
import Foundation
import SMSPContract
import SchemaValidation
import SeededRandom
import Simulators
import Testing

/// All sites on `legacy`: what the endpoint gets and what the caller gets is what it would be without the bridge.
@Suite struct PassThroughTests {
    private static let sites = "- { id: RXX, ods: RXX, legacy: central }\n"

    /// What comes back of a call: all that a caller may depend on.
    private struct Reply: Sendable, Equatable {
        let status: Int
        let contentType: String?
        let hop: String?
        let body: [UInt8]
    }

    /// Sends `request` to `url`.
    private static func reply(to request: MutatedRequest, at url: String, over pool: CurlPool) async throws -> Reply {
        let response = try await pool.perform(
            CurlRequest(
                method: .post,
                url: url,
                headers: request.headers,
                body: request.body,
                deadline: .now + .seconds(60),
                responseLimit: 1 << 22
            )
        )
        return Reply(
            status: response.status,
            contentType: response.header("Content-Type"),
            hop: response.header("X-Hop"),
            body: response.body
        )
    }

    /// Runs the bridge in front of `endpoint` while `body` does, which gets the bridge's URL.
    private static func bridged<Value: Sendable>(
        _ endpoint: String,
        sites: String = sites,
        _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await RunningBridge.running(
            sites: sites,
            more: ["legacies: { central: { url: \"\(endpoint)\" } }"]
        ) { bridge, _ in try await body("http://127.0.0.1:\(bridge.port)/") }.value
    }

    /// How the answers of `endpoint` through the bridge differ from its own, by what was done to the request.
    private static func differences(_ requests: [MutatedRequest], _ endpoint: String) async throws -> [String] {
        try await bridged(endpoint) { url in
            let pool = try CurlPool(CurlConfiguration(versions: .one, inFlight: 8))
            return try await withThrowingTaskGroup(of: String?.self) { group in
                var differences: [String] = []
                for (index, request) in requests.enumerated() {
                    if index >= 8, let difference = try await group.next() {
                        differences += [difference].compactMap(\.self)
                    }
                    group.addTask {
                        let direct = try await reply(to: request, at: endpoint, over: pool)
                        let bridged = try await reply(to: request, at: url, over: pool)
                        let isSame =
                            direct.status == bridged.status && direct.contentType == bridged.contentType
                            && direct.body == bridged.body && bridged.hop == nil
                        guard !isSame else { return nil }
                        return "\(index) \(request.history): \(direct.status) \(direct.contentType ?? "-") "
                            + "\(direct.body.count) became \(bridged.status) \(bridged.contentType ?? "-") "
                            + "\(bridged.body.count), hop \(bridged.hop ?? "-")"
                    }
                }
                for try await difference in group { differences += [difference].compactMap(\.self) }
                return differences
            }
        }
    }

    /// The requests of the project's own fixtures.
    private static func fixtures() throws -> [MutatedRequest] {
        try FixtureCase.all().map { fixture in
            MutatedRequest(
                body: fixture.request,
                soapAction: "\"urn:nhs-itk:services:201005:\(fixture.operation.rawValue)-v1-0\"",
                history: [fixture.name]
            )
        }
    }

    /// The published files, requests and payloads alike: a pass-through does not look at what they are.
    private static func published() throws -> [MutatedRequest] {
        let folder = PublishedSchema.folder.appending(path: "smsp")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".xml") }.sorted().map { file in
            MutatedRequest(
                body: Array(try Data(contentsOf: folder.appending(path: file))).prefix(60_000).map(\.self),
                soapAction: "urn:nhs-itk:services:201005:getNHSNumber-v1-0",
                history: [file]
            )
        }
    }

    /// The seed of the mutations.
    private static let seed = TestSeed.fixed(20_261_124)

    @Test("every fixture's request, and 1,000 mutations of them, get what the endpoint gives when asked directly")
    func mutations() async throws {
        let fixtures = try Self.fixtures()
        try #require(!fixtures.isEmpty)
        var dice = SplitMix64(seed: Self.seed)
        let mutated = (0..<1_000).compactMap { _ in fixtures.randomElement(using: &dice)?.mutated(&dice) }
        let differences = try await DigestEndpoint.whileRunning { try await Self.differences(fixtures + mutated, $0) }
        #expect(differences == [], "seed \(Self.seed)")
    }

    @Test(
        "every published form gets what the endpoint gives when asked directly",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)")
    )
    func publishedForms() async throws {
        let forms = try Self.published()
        try #require(!forms.isEmpty)
        let differences = try await DigestEndpoint.whileRunning { try await Self.differences(forms, $0) }
        #expect(differences == [])
    }

    /// The published payloads of requests, each in the captured envelope, as its operation's client would send it.
    private static func publishedRequests() throws -> [MutatedRequest] {
        func read(_ path: String) throws -> String {
            String(decoding: try Data(contentsOf: PublishedSchema.folder.appending(path: path)), as: UTF8.self)
        }
        let captured = try read("smsp/nhsconnect-spine-smsp/getNHSNumber_request_opentest.xml")
        let captive = MutatedRequest(body: Array(captured.utf8), history: ["captured"])
        return try [captive]
            + SMSPOperation.allCases.map { operation in
                let names = operation.names
                let file = try #require(
                    try (1...5).map { "QUPA_EX00000\($0)GB01_01.xml" }.first {
                        try read("smsp/requirements-pack/Examples/\($0)").contains("<\(names.requestRoot) ")
                    }
                )
                let payload = try read("smsp/requirements-pack/Examples/\(file)").replacing(/<\?xml[^>]*\?>/, with: "")
                let envelope = captured.replacing("getNHSNumber-v1-0", with: names.versioned)
                    .replacing("getNHSNumberRequest-v1-0", with: names.requestRoot)
                let root = try Regex("(?s)<\(names.requestRoot) .*</\(names.requestRoot)>")
                return MutatedRequest(
                    body: Array(envelope.replacing(root, with: { _ in payload }).utf8),
                    soapAction: names.action,
                    history: [file]
                )
            }
    }

    @Test(
        "the published requests and 1,000 mutations of them get from legacy what they get directly (D33)",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)")
    )
    func publishedToLegacyService() async throws {
        var dice = SplitMix64(seed: Self.seed)
        let forms = try Self.publishedRequests()
        let mutated = (0..<1_000).compactMap { _ in forms.randomElement(using: &dice)?.mutated(&dice) }
        let differences = try await Self.throughLegacyService(forms + mutated)
        #expect(differences == [], "seed \(Self.seed)")
    }

    @Test("the fixtures' requests get from a seeded legacy service the same bytes with and without the bridge")
    func legacyService() async throws {
        #expect(try await Self.throughLegacyService(try Self.fixtures()) == [])
    }

    private static func throughLegacyService(_ requests: [MutatedRequest]) async throws -> [String] {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        var configuration = LegacyConfiguration()
        configuration.seed = 7
        return try await LegacySimulator(people: people, configuration: configuration).whileRunning {
            try await Self.differences(requests, "http://127.0.0.1:\(try await $0.port)/smsp/pds")
        }
    }

    @Test(
        "an answer whose head no client could read ends its own call alone, as an outage (D8)",
        arguments: ["X-\u{C9}tat: 1", "Transfer-Encoding : chunked", "X-A: a\u{1}b"]
    )
    func unreadableHead(_ field: String) async throws {
        let request = try #require(try Self.fixtures().first)
        let replies = try await DigestEndpoint.whileRunning(fields: [field]) { endpoint in
            try await Self.bridged(endpoint) { url in
                let pool = try CurlPool(CurlConfiguration(versions: .one))
                let first = try await Self.reply(to: request, at: url, over: pool)
                return [first, try await Self.reply(to: request, at: url, over: pool)]
            }
        }
        for reply in replies {
            #expect(reply.status == 200)
            #expect(String(decoding: reply.body, as: UTF8.self).contains("code=\"DEMOG-9999\""))
        }
    }

    @Test("with legacyTo the text of wsa:To is another, and no other byte of the message")
    func destination() async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let request = try #require(try Self.fixtures().first)
        let sent = String(decoding: request.body, as: UTF8.self)
        let (received, status) = try await LegacySimulator(people: people).whileRunning { legacy in
            let endpoint = "http://127.0.0.1:\(try await legacy.port)/smsp/pds"
            let sites = "- { id: RXX, ods: RXX, legacy: central, legacyTo: https://other.example.nhs.uk/smsp }\n"
            let status = try await Self.bridged(endpoint, sites: sites) { url in
                try await Self.reply(to: request, at: url, over: try CurlPool(CurlConfiguration(versions: .one))).status
            }
            return (legacy.traffic.requests.map { String(decoding: $0.body, as: UTF8.self) }, status)
        }
        let to = /<((?:\w+:)?To)([^>]*)>[^<]*</
        let expected = sent.replacing(to) { "<\($0.1)\($0.2)>https://other.example.nhs.uk/smsp<" }
        #expect(expected != sent)
        #expect(received == [expected])
        #expect(status != 0)
    }
}
