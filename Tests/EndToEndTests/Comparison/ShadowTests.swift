import Bridge
import Evidence
import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// A site in `shadow`: the legacy endpoint answers, PDS FHIR is asked beside it, and what differs is recorded.
@Suite struct ShadowTests {
    static let sites = """
        - id: RXX
          ods: RXX
          legacy: central
          informationGovernanceBasis: { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow] }

        """

    /// Asks about every person of `people` by number.
    static func askByNumber(_ people: SyntheticPeople, of bridge: BridgeProcess) async throws {
        let caller = try SMSPCaller(port: bridge.port)
        for person in people.all {
            let held = person.birthDate.flatMap { TimestampText($0.filter { $0 != "-" }) }
            let born = held?.precision == .day ? held : TimestampText("19470101")
            _ = try await caller.ask(.getPatientDetailsByNHSNumber, person.nhsNumber.digits, born: born?.digits ?? "")
        }
    }

    @Test("the caller gets the legacy answer byte for byte, and the comparison is recorded with its verdict")
    func recorded() async throws {
        let people = SyntheticPeople.generated(count: 40, seed: 5)
        let report = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            people: (people, people)
        ) { harness in
            _ = try await harness.serving { bridge in
                try await Self.askByNumber(people, of: bridge)
                try await bridge.waitUntilCompared()
                // Most generated people have an address with a blank line, whose place PDS FHIR does not give back.
                let expected = try await bridge.metric(
                    #"smsp_bridge_comparisons_total{site="RXX",operation="getPatientDetailsByNHSNumber",verdict="EXPECTED"}"#
                )
                #expect(expected ?? 0 > 20)
            }
            let (retrieves, requests) = (harness.pds.traffic.retrieves, harness.legacy.traffic.requestCount)
            #expect(retrieves == 40)
            #expect(requests == 40)
            return try await harness.report()
        }
        let period = try #require(report.summary.periods.first)
        #expect(report.summary.periods.count == 1)
        #expect(period.site == "RXX")
        #expect(period.subjects.shown ?? 0 >= 30)
        #expect(Set(period.verdicts.keys).isSubset(of: [.match, .expected]))
        let isExplained = report.summary.patterns.allSatisfy { $0.isExplained }
        #expect(isExplained)
    }

    @Test("people who drifted on one side are found as mismatches, with the leaf, the shape and the row to open")
    func drifted() async throws {
        let people = SyntheticPeople.generated(count: 60, seed: 6)
        let (other, drifts) = people.drifted(share: 0.5, seed: 6)
        let report = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            people: (people, other)
        ) { harness in
            _ = try await harness.serving { bridge in
                try await Self.askByNumber(people, of: bridge)
                try await bridge.waitUntilCompared()
            }
            return try await harness.report()
        }
        let family = drifts.values.count { $0 == .family }
        let count = report.summary.leavesByShape.first { $0.leaf == .leaf(.family) && $0.column == .prefix }
        #expect(family >= 5, "the seed has to draw five who drifted so")
        // Those whose surname differs in another shape are too few to be counted.
        #expect((family - 4...family).contains(count?.unexplained.shown ?? 0))
        let pattern = try #require(
            report.summary.patterns.first { $0.unexplained.contains { $0.leaf == .leaf(.family) } }
        )
        let difference = try #require(pattern.differences.first { $0.leaf == .leaf(.family) })
        let candidates = report.candidates(of: pattern, difference)
        #expect(candidates.first?.contains("patient-details.yaml:") == true)
        #expect(difference.legacy?.count == 1 && difference.fhir?.count == 1 && difference.legacy != difference.fhir)
    }
}
