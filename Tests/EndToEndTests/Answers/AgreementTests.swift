import Evidence
import Foundation
import NHSIdentifiers
import SMSPContract
import SeededRandom
import Simulators
import Testing

/// Both backends over the same generated people: the bridge makes of PDS FHIR what the legacy endpoint says, except for
/// the entries of the loss ledger, the places of blank address lines.
///
/// NightlyTests does the same with 10,000 people.
@Suite struct AgreementTests {
    /// Five hundred people: as many as one population holds.
    private static let few = Agreement(people: 500)

    @Test(
        "legacy and PDS FHIR agree in every leaf, for every operation and generated person, and every answer is valid"
    )
    func agreement() async throws { try await Self.few.expectEqualAnswers() }

    @Test("every comparison of them is MATCH or EXPECTED, and outside addresses 97 in 100 are MATCH")
    func verdicts() async throws { try await Self.few.expectMatchesOnly() }

    @Test("of people of whom one in a hundred drifted on one side, the comparison finds each of these and nobody else")
    func drift() async throws { try await Self.few.expectDriftAlone() }
}

/// Generated people about whom both backends are queried.
struct Agreement: Sendable {
    private static let population = 500

    private let count: Int
    private let seed = TestSeed.fixed(20_261_124)
    /// The outcome of the queries, once for all tests.
    private let outcome: Task<AgreementHarness.Outcome, any Error>

    init(people count: Int) {
        self.count = count
        let populations = Self.populations(of: count, seed: seed)
        outcome = Task {
            var outcome = AgreementHarness.Outcome()
            for (people, _) in populations { outcome.add(try await AgreementHarness.ask(people, legacy: people)) }
            let codes = outcome.codes.sorted { $0.key < $1.key }
            for (code, count) in codes { print("agreement: \(code) × \(count)") }
            for (verdict, count) in outcome.verdicts { print("agreement: \(verdict.rawValue) × \(count)") }
            print("agreement: \(outcome.matchedOutsideAddresses) of \(outcome.asked) match outside addresses")
            return outcome
        }
    }

    /// People in populations of their own, as many patients are many organisations.
    private static func populations(of count: Int, seed: UInt64) -> [(people: SyntheticPeople, seed: UInt64)] {
        stride(from: 0, to: count, by: population).enumerated().map { batch, start in
            let seed = seed &+ UInt64(batch)
            return (SyntheticPeople.generated(count: min(population, count - start), seed: seed), seed)
        }
    }

    /// Expects equal answers of both backends, and valid ones.
    func expectEqualAnswers() async throws {
        let outcome = try await outcome.value
        #expect(outcome.differences.isEmpty, "\(outcome.differences.count): \(outcome.differences.prefix(20))")
        #expect(outcome.asked > count * 4)
    }

    /// Expects each comparison to be a match, or to differ as a rule expects.
    func expectMatchesOnly() async throws {
        let outcome = try await outcome.value
        #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.count): \(outcome.mismatches.prefix(20))")
        #expect(outcome.verdicts.values.reduce(0, +) == outcome.asked)
        #expect(Set(outcome.verdicts.keys).isSubset(of: [.match, .expected]))
        #expect(outcome.matchedOutsideAddresses * 100 >= outcome.asked * 97)
    }

    /// Lets one person in a hundred drift on the legacy side, and expects mismatches about these people alone.
    func expectDriftAlone() async throws {
        var (missed, invented, drifted) = ([String](), [String](), 0)
        for (people, seed) in Self.populations(of: count, seed: seed) {
            let (other, drifts) = people.drifted(share: 0.01, seed: seed)
            let outcome = try await AgreementHarness.ask(people, legacy: other)
            drifted += drifts.count
            missed += Set(drifts.keys).subtracting(outcome.mismatched).map { drifts[$0]?.rawValue ?? "" }
            invented += outcome.mismatched.subtracting(drifts.keys).map(\.digits)
        }
        print("agreement: \(drifted) drifted, \(missed.count) missed, \(invented.count) invented")
        #expect(drifted == count / 100)
        #expect(missed == [])
        #expect(invented == [])
    }
}
