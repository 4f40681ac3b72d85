import Evidence
import Foundation
import NHSIdentifiers
import SMSPContract
import SchemaValidation
import Simulators

/// Asks both backends, through the bridge, all that can be asked about generated people.
enum AgreementHarness {
    /// What a client reads of an answer.
    struct Reading: Equatable {
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
    static func question(_ operation: SMSPOperation, about person: SyntheticPerson) -> SMSPRequest? {
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
    static func running<Value: Sendable>(
        _ people: SyntheticPeople,
        legacy: SyntheticPeople,
        _ body: @escaping @Sendable (BridgeProcess) async throws -> Value
    ) async throws -> Value {
        let keys = try ApplicationKeys()
        var configuration = LegacyConfiguration()
        configuration.practices = try PracticeFile(
            contentsOf: BridgeProcess.root.appending(path: "Fixtures/epraccur.csv").path
        )
        let legacySimulator = LegacySimulator(people: legacy, configuration: configuration)
        return try await keys.simulator(people: people).whileRunning { pds in
            try await legacySimulator.whileRunning { legacy in
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
    struct Outcome: Sendable {
        var asked = 0
        var codes: [String: Int] = [:]
        var differences: [String] = []
        /// How often each verdict was given.
        var verdicts: [Verdict: Int] = [:]
        /// How many comparisons found no difference but in addresses.
        var matchedOutsideAddresses = 0
        /// The numbers of the people about whom a comparison was a mismatch.
        var mismatched: Set<NHSNumber> = []
        /// The severest mismatches, without values.
        var mismatches: [String] = []

        mutating func add(_ other: Outcome) {
            asked += other.asked
            codes.merge(other.codes) { $0 + $1 }
            differences += other.differences
            verdicts.merge(other.verdicts) { $0 + $1 }
            matchedOutsideAddresses += other.matchedOutsideAddresses
            mismatched.formUnion(other.mismatched)
            mismatches += other.mismatches
        }
    }

    private static func ask(
        _ person: SyntheticPerson,
        _ legacy: SMSPCaller,
        _ fhir: SMSPCaller,
        _ table: ComparisonTable
    ) async throws -> Outcome {
        var outcome = Outcome()
        for operation in SMSPOperation.allCases {
            guard let question = question(operation, about: person) else { continue }
            async let one = legacy.ask(question)
            let other = try await fhir.ask(question)
            let first = try await one
            let (said, made) = (Reading(first), Reading(other))
            outcome.asked += 1
            let held = ComparedAnswer(status: first.status, body: first.body)
            let result = table.compare(
                legacy: held,
                fhir: ComparedAnswer(status: other.status, body: other.body),
                facts: ComparisonFacts(operation: operation, forms: question.forms),
                today: "2026-11-24"
            )
            outcome.verdicts[result.verdict, default: 0] += 1
            if result.differences.allSatisfy({ $0.leaf.name.hasPrefix("addr[") }) {
                outcome.matchedOutsideAddresses += 1
            }
            if ![.match, .expected].contains(result.verdict) {
                // Who asks with a superseded number is answered about another record.
                outcome.mismatched.insert(held.nhsNumber ?? person.nhsNumber)
                outcome.mismatches += result.unexplained.map {
                    "\(person.nhsNumber.digits) \(operation.rawValue) \($0.leaf.name) \($0.shape.rawValue)"
                }
            }
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

    /// What comes of all questions about `people`, whom the legacy endpoint knows as `legacy`.
    static func ask(_ people: SyntheticPeople, legacy: SyntheticPeople) async throws -> Outcome {
        let table = try ComparisonTable(file: BridgeProcess.root.appending(path: "Mappings/comparison.yaml").path)
        return try await running(people, legacy: legacy) { bridge in
            let (legacy, fhir) = (
                try SMSPCaller(port: bridge.port, path: "/legacy"), try SMSPCaller(port: bridge.port, path: "/fhir")
            )
            return try await withThrowingTaskGroup(of: Outcome.self) { group in
                var total = Outcome()
                for (index, person) in people.all.enumerated() {
                    if index >= 4, let next = try await group.next() { total.add(next) }
                    group.addTask { try await ask(person, legacy, fhir, table) }
                }
                for try await next in group { total.add(next) }
                return total
            }
        }
    }
}
