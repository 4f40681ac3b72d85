import SeededRandom
import Testing

/// More of what other suites do a few times: `make nightly` runs it, `make test` leaves it out by its name.
///
/// One after another, because each loads the whole machine.
@Suite(.serialized, .timeLimit(.minutes(120))) struct NightlyTests {
    private static let agreement = Agreement(people: 10_000)

    @Test("10,000 people: legacy and PDS FHIR agree in every leaf, and every answer is valid")
    func equalAnswers() async throws { try await Self.agreement.expectEqualAnswers() }

    @Test("10,000 people: every comparison is MATCH or EXPECTED")
    func matches() async throws { try await Self.agreement.expectMatchesOnly() }

    @Test("10,000 people of whom one in a hundred drifted: the comparison finds each of these and nobody else")
    func drift() async throws { try await Self.agreement.expectDriftAlone() }

    @Test("of thirty mistakes in the mapping tables, the row that is named first is the guilty one in 27")
    func mistakes() async throws { try await MistakeTests.make(mistakes: 30) }

    @Test("1,000 reloads under load: every call is answered as it should be")
    func reloads() async throws { try await ReloadUnderLoadTests.reload(times: 1_000) }

    @Test("100 times kill -9 under load: every FHIR-made answer that a client received has its entry")
    func kills() async throws { try await KillTests.kill(times: 100) }

    @Test("1,000,000 mutated answers of all upstreams: every caller is answered, and never by what the rule forbids")
    func mutatedAnswers() async throws {
        // In parts, since a server keeps the requests that it got.
        for part in 0..<100 {
            try await MutatedAnswerTests.mutate(answers: 10_000, seed: TestSeed.fixed(UInt64(1_000 + part)))
        }
    }

    @Test("beyond ten thousand records that wait, more are lost and counted, and those that waited are kept")
    func lostRecords() async throws { try await StoreOutageTests.loseRecords() }
}
