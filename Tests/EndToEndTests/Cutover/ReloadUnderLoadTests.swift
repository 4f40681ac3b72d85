import Foundation
import SMSPContract
import Testing

/// The files change and are read anew while calls run.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ReloadUnderLoadTests {
    /// Two sites behind one legacy endpoint: F goes to PDS FHIR, L to legacy.
    private static func sites(names: String) -> String {
        """
        - { id: F, ods: RXF, identify: { path: /f }, legacy: central, profile: { names: \(names) } }
        - { id: L, ods: RXL, identify: { path: /l }, legacy: central }

        """
    }

    /// Two versions of everything: the profile of F and the code table of genders differ.
    ///
    /// Both are named by `bridge.yaml`, which is put in its place in one step, so that no reload finds half a version.
    private struct Versions {
        let harness: CutoverHarness
        let texts: [String]

        init(_ harness: CutoverHarness) throws {
            self.harness = harness
            let files = FileManager.default
            let tables = harness.folder.url.appending(path: "Mappings-2")
            let shipped = BridgeProcess.root.appending(path: "Mappings")
            try files.copyItem(at: shipped, to: tables)
            let genders = tables.appending(path: "codes/gender.csv")
            let text = try String(contentsOf: genders, encoding: .utf8)
            try text.replacing("female,2,", with: "female,1,").replacing("\nmale,1,", with: "\nmale,2,")
                .write(to: genders, atomically: true, encoding: .utf8)
            try harness.folder.write("sites-2.yaml", ReloadUnderLoadTests.sites(names: "firstGivenOnly"))
            let first = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
            let second = first.replacing("mappings: \(shipped.path)", with: "mappings: Mappings-2")
            texts = [first, second + "sites: sites-2.yaml\n"]
        }

        func put(_ version: Int) throws {
            try texts[version].write(toFile: harness.folder.configuration, atomically: true, encoding: .utf8)
        }
    }

    /// What a call got: its gender code, and whether it has a second given name.
    private struct Seen: Hashable {
        let gender: String?
        let hasOtherGiven: Bool
        let mappingHash: String?
    }

    @Test("reloads under load: every call is answered as it should be, and none by two versions of the files")
    func reloads() async throws { try await Self.reload(times: 20) }

    /// Reloads two versions of the files in turn, under load.
    static func reload(times: Int) async throws {
        let (direct, legacy, journal, duration) = try await CutoverHarness.running(
            sites: sites(names: "full"),
            cutover: "F: { default: fhir }\n"
        ) { harness in
            let versions = try Versions(harness)
            let ((direct, legacy, duration), _) = try await harness.serving { bridge in
                let ops = try Operator(bridge)
                let (f, l) = (try SiteCaller(bridge, path: "/f"), try SiteCaller(bridge, path: "/l"))
                let loads = [Task { await f.askOn(atOnce: 3) }, Task { await l.askOn(atOnce: 3) }]
                let began = ContinuousClock.now
                for time in 1...times {
                    try versions.put(time % 2)
                    if time % 2 == 0 {
                        try bridge.hangUp()
                        try await ops.waitForReloads(time)
                    } else {
                        #expect(try await ops.reload() == 200)
                    }
                }
                let duration = ContinuousClock.now - began
                for load in loads { load.cancel() }
                return (await loads[0].value, await loads[1].value, duration)
            }
            return (direct, legacy, try await harness.journal(), duration)
        }
        print("reloads: \(times) in \(duration), under \(direct.count + legacy.count) calls")
        #expect((direct + legacy).filter { $0.answer?.status != 200 || $0.answer?.code != "SMSP-0000" }.count == 0)
        let hashes = Dictionary(journal.map { ($0.messageID, $0.mappingHash) }) { first, _ in first }
        let seen = Set(
            direct.map { call in
                Seen(
                    gender: call.answer?.leaf(.administrativeGender),
                    hasOtherGiven: call.answer?.leaf(.otherGiven) != nil,
                    mappingHash: hashes[call.messageID] ?? nil
                )
            }
        )
        #expect(seen.count == 2, "\(seen)")
        #expect(Set(seen.map(\.gender)) == ["1", "2"])
        #expect(seen.allSatisfy { ($0.gender == "2") == $0.hasOtherGiven && $0.mappingHash != nil }, "\(seen)")
        #expect(Set(seen.map(\.mappingHash)).count == 2)
        #expect(journal.filter { $0.action == "reload" }.count == times)
    }

    @Test("a value that only a new start takes up is refused by a reload, not passed over")
    func restartNeeded() async throws {
        try await CutoverHarness.running(sites: Self.sites(names: "full"), cutover: "{}\n") { harness in
            _ = try await harness.serving { bridge in
                let text = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
                try harness.folder.write("bridge.yaml", text + "log: { level: debug }\n")
                #expect(try await Operator(bridge).reload() == 409)
                try harness.folder.write("bridge.yaml", text)
                #expect(try await Operator(bridge).reload() == 200)
            }
        }
    }

    @Test("a file that is not valid is not taken up: the calls go on, readiness says so, the next reload mends it")
    func notValid() async throws {
        let (sites, cutover) = (Self.sites(names: "full"), "F: { default: fhir }\n")
        try await CutoverHarness.running(sites: sites, cutover: cutover) { harness in
            _ = try await harness.serving { bridge in
                let (ops, caller) = (try Operator(bridge), try SiteCaller(bridge, path: "/f"))
                let ready = "http://127.0.0.1:\(bridge.adminPort)/readyz"
                try harness.folder.write("cutover.yaml", "F: { default: nowhere }\n")
                #expect(try await ops.reload() == 409)
                #expect(try await caller.ask().answer?.code == "SMSP-0000")
                #expect(try await SMSPCaller.get(ready).body.contains("reload"))
                try harness.folder.write("cutover.yaml", "F: { default: fhir }\n")
                #expect(try await ops.reload() == 200)
                #expect(try await !SMSPCaller.get(ready).body.contains("reload"))
            }
        }
    }
}
