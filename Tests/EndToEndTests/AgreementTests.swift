import Comparison
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

    private static let count = setting("AGREEMENT_PEOPLE") ?? 200
    private static let population = 500
    private static let seed = UInt64(setting("AGREEMENT_SEED") ?? 20_261_124)

    /// What came of asking about all of them, once for all tests.
    private static let outcome = Task {
        print("agreement: \(count) people, seed \(seed)")
        var outcome = AgreementHouse.Outcome()
        // Simulators look at all their people for each search: many people are many small populations.
        for (batch, start) in stride(from: 0, to: count, by: population).enumerated() {
            let people = SyntheticPeople.generated(
                count: min(population, count - start),
                seed: seed &+ UInt64(batch)
            )
            outcome.add(try await AgreementHouse.ask(people, legacy: people))
        }
        for (code, count) in outcome.codes.sorted(by: { $0.key < $1.key }) { print("agreement: \(code) × \(count)") }
        for (verdict, count) in outcome.verdicts { print("agreement: \(verdict.rawValue) × \(count)") }
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

    @Test("every comparison of them is MATCH or EXPECTED, and nearly every one MATCH")
    func verdicts() async throws {
        let outcome = try await Self.outcome.value
        #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.count): \(outcome.mismatches.prefix(20))")
        #expect(outcome.verdicts.values.reduce(0, +) == outcome.asked)
        #expect(Set(outcome.verdicts.keys).isSubset(of: [.match, .expected]))
    }

    @Test("of people of whom some drifted on one side, the comparison finds each of these and nobody else")
    func drift() async throws {
        let people = SyntheticPeople.generated(count: min(Self.population, Self.count), seed: Self.seed)
        let (other, drifts) = people.drifted(share: 0.05, seed: Self.seed)
        let outcome = try await AgreementHouse.ask(people, legacy: other)
        #expect(drifts.count == Int((Double(people.all.count) * 0.05).rounded()))
        let missed = Set(drifts.keys).subtracting(outcome.mismatched).map { drifts[$0]?.rawValue ?? "" }
        #expect(missed == [])
        let invented = outcome.mismatched.subtracting(drifts.keys).map(\.digits)
        #expect(invented == [], "\(outcome.mismatches.filter { line in invented.contains { line.hasPrefix($0) } })")
    }
}
