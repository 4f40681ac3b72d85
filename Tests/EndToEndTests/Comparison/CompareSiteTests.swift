import FixtureCases
import Foundation
import SMSPContract
import Simulators
import Subprocess
import Testing

/// `compare --site`: both backends of a site asked what is in files.
@Suite struct CompareSiteTests {
    private static let sites =
        "- { id: RXX, ods: RXX, legacy: central }\n- { id: RYY, ods: RYY, legacy: none, "
        + "identify: { path: /RYY } }\n"

    /// Runs `compare --site` over messages about two people, of whom the second has another surname in the legacy
    /// endpoint.
    private static func compare<Value: Sendable>(
        _ more: [String] = [],
        site: String = "RXX",
        fhir: [String] = ["requestsPerSecond: 1000"],
        then body: @escaping @Sendable (CutoverHarness, BridgeProcess.Remains) async throws -> Value
    ) async throws -> Value {
        let people = SyntheticPeople.generated(count: 40, seed: 12)
        let (other, drifts) = people.drifted(share: 0.5, seed: 12)
        let isAsked = { (person: SyntheticPerson) in person.state == .live && person.birthDate?.count == 10 }
        let same = try #require(people.all.first { isAsked($0) && drifts[$0.nhsNumber] == nil })
        let drifted = try #require(people.all.first { isAsked($0) && drifts[$0.nhsNumber] == .family })
        return try await CutoverHarness.running(
            sites: sites,
            cutover: "{}\n",
            people: (people, other),
            fhir: fhir
        ) { harness in
            let renderer = RequestRenderer(ids: .random)
            let files = try [("same.xml", same), ("drifted.xml", drifted)].map { name, person in
                let request = try #require(AgreementHarness.question(.getPatientDetailsByNHSNumber, about: person))
                let message = renderer.render(
                    request,
                    to: "http://127.0.0.1/",
                    auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
                    username: nil,
                    now: .now
                )
                try harness.folder.write(name, String(decoding: message, as: UTF8.self))
                return harness.folder.url.appending(path: name).path
            }
            let run = try await BridgeProcess.run(
                ["compare", "--site", site, "--config", harness.folder.configuration] + files + more
            )
            return try await body(harness, run)
        }
    }

    @Test("each message is sent to both backends and compared, and what differs names its row; status 10")
    func compares() async throws {
        try await Self.compare { harness, run in
            let blocks = run.output.split(separator: "same.xml\n").last?.split(separator: "drifted.xml\n") ?? []
            #expect(blocks.first?.contains("getPatientDetailsByNHSNumber  SMSP-0000") == true, "\(run)")
            #expect(blocks.first?.contains("MISMATCH") == false)
            #expect(blocks.last?.hasPrefix("MISMATCH  getPatientDetailsByNHSNumber") == true)
            #expect(run.output.contains("S3  name/family"))
            #expect(run.output.contains("← name-family ("))
            #expect(run.status == .exited(10))
            #expect(harness.pds.traffic.retrieves == 2)
            #expect(harness.legacy.traffic.requestCount == 2)
        }
    }

    @Test("who asked and each asking are in the audit, with the purpose")
    func audited() async throws {
        try await Self.compare { harness, _ in
            let lines = try await harness.journal()
            #expect(lines.map(\.action).first == "compare")
            #expect(lines.first?.site == "RXX")
            #expect(lines.dropFirst().map(\.purpose) == Array(repeating: "compare", count: 4))
            #expect(Set(lines.compactMap(\.backend)) == ["legacy", "fhir"])
        }
    }

    @Test("no evidence is fed: there is no store")
    func noEvidence() async throws {
        try await Self.compare { harness, _ in
            let files = try FileManager.default.contentsOfDirectory(atPath: harness.folder.url.path)
            #expect(!files.contains("bridge.sqlite"))
        }
    }

    @Test("what is saved is a corpus that replays to the same verdicts")
    func saved() async throws {
        let corpus = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: corpus) }
        try await Self.compare(["--save", corpus.path]) { _, _ in
            let run = try await BridgeProcess.run([
                "replay", corpus.path, "--mappings", "Mappings", "--practices", "Fixtures/epraccur.csv",
            ])
            #expect(run.output.hasSuffix("2 pairs, 1 equal or explained, 1 differ, 0 incomparable\n"), "\(run)")
            #expect(run.output.contains("S3  name/family"))
            #expect(run.status == .exited(10))
        }
    }

    @Test("nothing is saved of a PDS FHIR whose patients may be real, and nobody is asked; status 3")
    func refusesProduction() async throws {
        let folder = try ConfigurationFolder(
            pdsPort: 9,
            keys: try ApplicationKeys(),
            sites: Self.sites,
            more: ["legacies: { central: { url: 'http://127.0.0.1:9/smsp/pds' } }"]
        )
        defer { folder.remove() }
        let text = try String(contentsOfFile: folder.configuration, encoding: .utf8)
        try folder.write(
            "bridge.yaml",
            text.replacing("http://127.0.0.1:9/personal", with: "https://api.service.nhs.uk/personal")
        )
        let fixture = try FixtureCase.named("getPatientDetailsByNHSNumber/0000-date-of-birth-equal")
        let question = try fixture.writePair(in: folder.url).appending(path: "request.xml").path
        let corpus = folder.url.appending(path: "corpus").path
        let run = try await BridgeProcess.run([
            "compare", "--site", "RXX", "--config", folder.configuration, question, "--save", corpus,
        ])
        #expect(run.error.contains("fhir.baseURL: is no environment of test patients"))
        #expect(run.status == .exited(3))
        #expect(!FileManager.default.fileExists(atPath: corpus))
    }

    @Test(
        "a site without a legacy endpoint, and one that is not there, are refused; status 2",
        arguments: ["RYY", "RZZ"]
    )
    func refusesSites(_ site: String) async throws {
        try await Self.compare(site: site) { harness, run in
            #expect(run.status == .exited(2))
            #expect(run.error.contains(site))
            #expect(harness.pds.traffic.retrieves == 0)
        }
    }
}
