import Bridge
import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// A site in `shadow` whose tables can be changed while the bridge runs, and people to be asked about.
struct MistakeHarness: Sendable {
    let mappings: URL
    private let harness: CutoverHarness
    private let bridge: BridgeProcess
    private let admin: Operator
    private let caller: SMSPCaller
    private let questions: [SMSPRequest]

    /// Runs the bridge, both sides agreeing about everybody, while `body` does.
    static func running<Value: Sendable>(
        _ body: @escaping @Sendable (MistakeHarness) async throws -> Value
    ) async throws -> Value {
        let people = SyntheticPeople.generated(count: 70, seed: 30)
        return try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            people: (people, people)
        ) { harness in
            let mappings = harness.folder.url.appending(path: "Mappings")
            let shipped = BridgeProcess.root.appending(path: "Mappings")
            try FileManager.default.copyItem(at: shipped, to: mappings)
            let text = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
            try harness.folder.write(
                "bridge.yaml",
                text.replacing("mappings: \(shipped.path)", with: "mappings: Mappings")
            )
            return try await harness.serving { bridge in
                try await body(
                    MistakeHarness(
                        mappings: mappings,
                        harness: harness,
                        bridge: bridge,
                        admin: try Operator(bridge),
                        caller: try SMSPCaller(port: bridge.port, inFlight: 8),
                        questions: Self.questions(about: people)
                    )
                )
            }.value
        }
    }

    /// Everybody by number, in a search, and verified; nobody, and a number that nobody has.
    private static func questions(about people: SyntheticPeople) -> [SMSPRequest] {
        let searches: [SMSPOperation] = [.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails]
        var questions = people.all.enumerated().flatMap { index, person in
            [SMSPOperation.getPatientDetailsByNHSNumber, .verifyNHSNumber, searches[index % 3]].compactMap {
                AgreementHarness.question($0, about: person)
            }
        }
        guard let born = TimestampText("19470101"), let unknown = NHSNumber("9999999468") else { return questions }
        for operation in SMSPOperation.allCases {
            let isSearch = searches.contains(operation)
            questions.append(
                SMSPRequest(
                    operation: operation,
                    dateOfBirth: born,
                    nhsNumber: isSearch ? nil : unknown,
                    gender: isSearch ? .male : nil,
                    name: isSearch ? PersonNameQuery(given: "Nobody", family: "Nowhere") : nil
                )
            )
        }
        return questions
    }

    /// Puts a file of the tables in the place of another; whether the bridge takes it up.
    func write(_ text: String, to file: String) async throws -> Bool {
        try text.write(to: mappings.appending(path: file), atomically: true, encoding: .utf8)
        return try await admin.reload() == 200
    }

    /// What comparing finds under the tables as they are.
    func report() async throws -> EvidenceReport {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, question) in questions.enumerated() {
                if index >= 6 { try await group.next() }
                group.addTask { _ = try await caller.ask(question) }
            }
            try await group.waitForAll()
        }
        try await bridge.waitUntilCompared()
        try await harness.waitUntilRecorded()
        try await harness.ageRecords()
        return try await admin.report(ofMapping: try await admin.mappingHash())
    }
}
