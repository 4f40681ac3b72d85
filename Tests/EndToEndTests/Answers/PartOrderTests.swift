import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing
import XMLTree

/// The parts of a query are read by name in any order, on both routes (D31).
@Suite struct PartOrderTests {
    /// A query with every part that the operation may have, about one of the people of `Fixtures/patients.yaml`.
    private static func question(_ operation: SMSPOperation) throws -> SMSPRequest {
        let isSearch = operation == .getNHSNumber || operation == .getPatientDetailsBySearch
        return SMSPRequest(
            operation: operation,
            dateOfBirth: try #require(TimestampText(isSearch ? "19750521" : "19610409")),
            nhsNumber: isSearch ? nil : NHSNumber("9990000018"),
            gender: isSearch || operation == .getPatientDetails ? .female : nil,
            name: isSearch
                ? PersonNameQuery(given: "Gwendoline", family: "Fourways")
                : PersonNameQuery(given: "Odalys", family: "Quillfeather"),
            postcode: isSearch || operation == .getPatientDetails ? "MX3 3TS" : nil,
            localIdentifier: operation == .verifyNHSNumber
                ? nil : InstanceIdentifier(root: "2.16.840.1.113883.2.1.3.2.4.18.24", extension: "RXX:00007")
        )
    }

    /// The message of `question` in every order of its parts; in every other one family stands before given.
    private static func messages(_ question: SMSPRequest) throws -> [[UInt8]] {
        let message = RequestRenderer(ids: .random).render(
            question,
            to: "http://127.0.0.1/",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: nil,
            now: .now
        )
        let root = try XMLDocument.parse(message)
        let path = [
            "Body", "DistributionEnvelope", "payloads", "payload", question.operation.names.requestRoot, "queryEvent",
        ]
        let parts = try #require(root.descendant(path)).children
        return permutations(parts).enumerated().map { index, parts in
            var changed = root
            changed.change(path) { $0.children = parts }
            if !index.isMultiple(of: 2) {
                changed.change(path + ["Person.Name", "value"]) { $0.children.reverse() }
            }
            return XMLWriter.serialize(changed)
        }
    }

    private static func permutations<Part>(_ parts: [Part]) -> [[Part]] {
        guard !parts.isEmpty else { return [[]] }
        return parts.indices.flatMap { index in
            var rest = parts
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }

    @Test(
        "every order of the parts of an operation's query gets the answer of the schema's order, on both routes",
        arguments: SMSPOperation.allCases
    )
    func everyOrder(_ operation: SMSPOperation) async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let question = try Self.question(operation)
        let messages = try Self.messages(question)
        let (answers, metrics) = try await AgreementHarness.running(people, legacy: people) { bridge in
            let callers = [
                try SMSPCaller(port: bridge.port, path: "/fhir"), try SMSPCaller(port: bridge.port, path: "/legacy"),
            ]
            var answers: [[AgreementHarness.Reading]] = []
            for caller in callers {
                answers.append(
                    try await withThrowingTaskGroup(of: AgreementHarness.Reading.self) { group in
                        for message in messages {
                            group.addTask {
                                let answer = try await caller.send(message, soapAction: operation.names.action)
                                return AgreementHarness.Reading(answer)
                            }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                )
            }
            return (answers, try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body)
        }
        for route in answers {
            #expect(route.count == messages.count)
            #expect(route.allSatisfy { $0 == route[0] && $0.outcome == "SMSP-0000" })
        }
        // The one in the schema's order needed no correction; a site's counts are shown in steps of five (N31).
        let label = #"smsp_bridge_corrections_total{site="B",correction="partsInAnotherOrder"} "#
        let counted = metrics.split(separator: "\n").first { $0.hasPrefix(label) }?.dropFirst(label.count)
        #expect(counted == "\((messages.count - 1) / 5 * 5)")
    }
}

extension XMLElement {
    /// The first descendant at a path of local names.
    fileprivate func descendant(_ path: [String]) -> XMLElement? {
        guard let local = path.first else { return self }
        return elements.first { $0.name.local == local }?.descendant(Array(path.dropFirst()))
    }

    /// Changes the first descendant at a path of local names.
    fileprivate mutating func change(_ path: [String], _ change: (inout XMLElement) -> Void) {
        guard let local = path.first else { return change(&self) }
        for (index, child) in children.enumerated() {
            guard case .element(var element) = child, element.name.local == local else { continue }
            element.change(Array(path.dropFirst()), change)
            children[index] = .element(element)
            return
        }
    }
}
