import Foundation
import SMSPContract
import SchemaValidation
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

    /// What a client reads of an answer.
    private struct Reading: Equatable {
        let outcome: String
        let leaves: [String]

        init(_ answer: SMSPCaller.Answer) {
            switch answer.received {
            case .coded(_, let code, let leaves):
                outcome = code
                self.leaves = leaves.filter { !$0.value.isEmpty }.map { "\($0.leaf.rawValue)=\($0.value)" }
            case .fault(let code, let error, _): (outcome, leaves) = ("fault \(code) \(error ?? "")", [])
            case nil: (outcome, leaves) = ("HTTP \(answer.status)", [])
            }
        }

        /// The leaves in which two differ, without their values.
        func differences(from other: Reading) -> [String] {
            let leaves = Set(leaves).symmetricDifference(other.leaves).compactMap { $0.split(separator: "=").first }
            return Set(leaves.map(String.init)).sorted()
        }
    }

    /// What is asked about a person; nil for who has not what the operation asks with.
    private static func question(_ operation: SMSPOperation, about person: SyntheticPerson) -> SMSPRequest? {
        let name = person.names.first { $0.use == .usual } ?? person.names.first
        let held = person.birthDate.flatMap { TimestampText($0.filter { $0 != "-" }) }
        let gender: AdministrativeGender =
            switch person.gender {
            case "male": .male
            case "female": .female
            case "other": .notSpecified
            default: .notKnown
            }
        switch operation {
        case .verifyNHSNumber, .getPatientDetailsByNHSNumber:
            guard let born = held?.precision == .day ? held : TimestampText("19470101") else { return nil }
            return SMSPRequest(operation: operation, dateOfBirth: born, nhsNumber: person.nhsNumber)
        case .getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails:
            guard let held, let family = name?.family, let given = name?.given.first else { return nil }
            let home = person.addresses.first { $0.use == .home }?.postcode
            return SMSPRequest(
                operation: operation,
                dateOfBirth: held,
                gender: gender,
                name: PersonNameQuery(given: given, family: family),
                // Every other search has a postcode, where there is one.
                postcode: person.nhsNumber.digits.hasSuffix("1") ? home : nil
            )
        }
    }

    /// Runs the bridge in front of both simulators over the generated people, while `body` does.
    private static func running<Value: Sendable>(
        _ people: SyntheticPeople,
        _ body: @escaping @Sendable (BridgeProcess) async throws -> Value
    ) async throws -> Value {
        let keys = try ApplicationKeys()
        var configuration = LegacyConfiguration()
        configuration.practices = try PracticeFile(
            contentsOf: BridgeProcess.root.appending(path: "Fixtures/epraccur.csv").path
        )
        let legacy = LegacySimulator(people: people, configuration: configuration)
        return try await keys.simulator(people: people).whileRunning { pds in
            try await legacy.whileRunning { legacy in
                let folder = try ConfigurationFolder(
                    pdsPort: try await pds.port,
                    keys: keys,
                    fhir: ["requestsPerSecond: 10000", "inFlight: 64", "timeout: 20s"],
                    sites: """
                        - { id: A, ods: RXA, identify: { path: /legacy }, legacy: central }
                        - { id: B, ods: RXB, identify: { path: /fhir } }

                        """,
                    limits: "{ deadline: 60s }",
                    more: [
                        "legacies: { central: { url: 'http://127.0.0.1:\(try await legacy.port)/smsp/pds' } }"
                    ]
                )
                defer { folder.remove() }
                return try await BridgeProcess.serving(folder, body).value
            }
        }
    }

    /// What came of all questions.
    private struct Outcome: Sendable {
        var asked = 0
        var codes: [String: Int] = [:]
        var differences: [String] = []

        mutating func add(_ other: Outcome) {
            asked += other.asked
            codes.merge(other.codes) { $0 + $1 }
            differences += other.differences
        }
    }

    private static func ask(_ person: SyntheticPerson, _ legacy: SMSPCaller, _ fhir: SMSPCaller) async throws -> Outcome
    {
        var outcome = Outcome()
        for operation in SMSPOperation.allCases {
            guard let question = question(operation, about: person) else { continue }
            async let one = legacy.ask(question)
            let other = try await fhir.ask(question)
            let (said, made) = (Reading(try await one), Reading(other))
            outcome.asked += 1
            outcome.codes["\(operation.rawValue) \(said.outcome)", default: 0] += 1
            if said != made {
                outcome.differences.append(
                    "\(person.nhsNumber.digits) \(operation.rawValue): -\(said.outcome) +\(made.outcome) "
                        + made.differences(from: said).joined(separator: ", ")
                )
            }
            if PublishedSchema.isAvailable { try PublishedAnswerSchema.expectValid(other.body) }
        }
        return outcome
    }

    @Test(
        "legacy and PDS FHIR agree in every leaf, for every operation and generated person, and every answer is valid"
    )
    func agreement() async throws {
        print("agreement: \(Self.count) people, seed \(Self.seed)")
        var outcome = Outcome()
        // Simulators look at all their people for each search: many people are many small populations.
        for (batch, start) in stride(from: 0, to: Self.count, by: Self.population).enumerated() {
            let count = min(Self.population, Self.count - start)
            outcome.add(try await Self.ask(.generated(count: count, seed: Self.seed &+ UInt64(batch))))
        }
        for (code, count) in outcome.codes.sorted(by: { $0.key < $1.key }) { print("agreement: \(code) × \(count)") }
        #expect(outcome.differences.isEmpty, "\(outcome.differences.count): \(outcome.differences.prefix(20))")
        #expect(outcome.asked > Self.count * 4)
    }

    /// What comes of all questions about `people`.
    private static func ask(_ people: SyntheticPeople) async throws -> Outcome {
        try await running(people) { bridge in
            let (legacy, fhir) = (
                try SMSPCaller(port: bridge.port, path: "/legacy"), try SMSPCaller(port: bridge.port, path: "/fhir")
            )
            return try await withThrowingTaskGroup(of: Outcome.self) { group in
                var total = Outcome()
                for (index, person) in people.all.enumerated() {
                    if index >= 4, let next = try await group.next() { total.add(next) }
                    group.addTask { try await Self.ask(person, legacy, fhir) }
                }
                for try await next in group { total.add(next) }
                return total
            }
        }
    }
}
