import Foundation
import SMSPContract
import Simulators
import Testing

/// `comparison.sample`: whose calls are compared, and that it stays so.
@Suite(.timeLimit(.minutes(10))) struct SamplingTests {
    private static let people = SyntheticPeople.generated(count: 200, seed: 61)

    /// About whom PDS is asked when everybody is asked about by number, in a run of the bridge for each share.
    private static func compared(shares: [String]) async throws -> [Set<String>] {
        try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "sample: SHARE",
            people: (people, people)
        ) { harness in
            let text = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
            var compared: [Set<String>] = []
            for share in shares {
                try harness.folder.write("bridge.yaml", text.replacing("SHARE", with: share))
                harness.pds.resetTraffic()
                _ = try await harness.serving { bridge in
                    try await ShadowTests.askByNumber(people, of: bridge)
                    try await bridge.waitUntilCompared()
                }
                let paths = harness.pds.traffic.requests.map(\.path).filter { $0.contains("/Patient/") }
                compared.append(Set(paths.compactMap { $0.split(separator: "/").last.map(String.init) }))
            }
            return compared
        }
    }

    @Test(
        "a sample of one half is about half of the people, the same after a restart, and holds those of a smaller one"
    )
    func half() async throws {
        let compared = try await Self.compared(shares: ["0.5", "0.5", "0.25"])
        print("sampling: \(compared.map(\.count)) of \(Self.people.all.count)")
        #expect((80...120).contains(compared[0].count))
        #expect(compared[1] == compared[0])
        #expect((30...70).contains(compared[2].count))
        #expect(compared[2].isSubset(of: compared[0]))
    }

    @Test("a sample of nothing compares nobody, one of everything everybody")
    func ends() async throws {
        let compared = try await Self.compared(shares: ["0", "1"])
        #expect(compared.map(\.count) == [0, Self.people.all.count])
    }
}
