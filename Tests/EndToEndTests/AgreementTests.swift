import Evidence
import Foundation
import SMSPContract
import Simulators
import Testing

/// Both backends over the same generated people: what the bridge makes of PDS FHIR is what the legacy endpoint says, but
/// for what the loss ledger lists, the places of blank address lines.
///
/// `AGREEMENT_PEOPLE` is how many people are asked about, `AGREEMENT_SEED` which; see `make agreement`.
@Suite(.serialized) struct AgreementTests {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let count = setting("AGREEMENT_PEOPLE") ?? 2_000
    private static let population = 500
    private static let seed = UInt64(setting("AGREEMENT_SEED") ?? 20_261_124)

    /// People in populations of their own: simulators look at all of their people for each search, so that many people
    /// are many small populations.
    private static var populations: [(people: SyntheticPeople, seed: UInt64)] {
        stride(from: 0, to: count, by: population).enumerated().map { batch, start in
            let seed = seed &+ UInt64(batch)
            return (SyntheticPeople.generated(count: min(population, count - start), seed: seed), seed)
        }
    }

    /// What came of asking about all of them, once for all tests.
    private static let outcome = Task {
        print("agreement: \(count) people, seed \(seed)")
        var outcome = AgreementHarness.Outcome()
        for (people, _) in populations { outcome.add(try await AgreementHarness.ask(people, legacy: people)) }
        for (code, count) in outcome.codes.sorted(by: { $0.key < $1.key }) { print("agreement: \(code) × \(count)") }
        for (verdict, count) in outcome.verdicts { print("agreement: \(verdict.rawValue) × \(count)") }
        print("agreement: \(outcome.matchedOutsideAddresses) of \(outcome.asked) match outside addresses")
        return outcome
    }

    @Test(
        "legacy and PDS FHIR agree in every leaf, for every operation and generated person, and every answer is valid"
    )
    func agreement() async throws {
        let outcome = try await Self.outcome.value
        #expect(outcome.differences.isEmpty, "\(outcome.differences.count): \(outcome.differences.prefix(20))")
        #expect(outcome.asked > Self.count * 4)
    }

    @Test("every comparison of them is MATCH or EXPECTED, and outside addresses 97 in 100 are MATCH")
    func verdicts() async throws {
        let outcome = try await Self.outcome.value
        #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.count): \(outcome.mismatches.prefix(20))")
        #expect(outcome.verdicts.values.reduce(0, +) == outcome.asked)
        #expect(Set(outcome.verdicts.keys).isSubset(of: [.match, .expected]))
        #expect(outcome.matchedOutsideAddresses * 100 >= outcome.asked * 97)
    }

    @Test("of people of whom one in a hundred drifted on one side, the comparison finds each of these and nobody else")
    func drift() async throws {
        var (missed, invented, drifted) = ([String](), [String](), 0)
        for (people, seed) in Self.populations {
            let (other, drifts) = people.drifted(share: 0.01, seed: seed)
            let outcome = try await AgreementHarness.ask(people, legacy: other)
            drifted += drifts.count
            missed += Set(drifts.keys).subtracting(outcome.mismatched).map { drifts[$0]?.rawValue ?? "" }
            invented += outcome.mismatched.subtracting(drifts.keys).map(\.digits)
        }
        print("agreement: \(drifted) drifted, \(missed.count) missed, \(invented.count) invented")
        #expect(drifted == Self.count / 100)
        #expect(missed == [])
        #expect(invented == [])
    }
}
