import Foundation
import SMSPContract
import SchemaValidation
import Simulators
import Subprocess
import Testing

/// The published examples and bodies, where they are beside the project.
@Suite(.enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)"))
struct PublishedExampleTests {
    private static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: PublishedSchema.folder.appending(path: path)), as: UTF8.self)
    }

    /// A published payload in an envelope of the captured form.
    private static func message(_ payload: String, _ operation: SMSPOperation) throws -> [UInt8] {
        let captured = try read("smsp/nhsconnect-spine-smsp/getNHSNumber_request_opentest.xml")
            .replacing("getNHSNumber-v1-0", with: operation.names.versioned)
            .replacing("getNHSNumberRequest-v1-0", with: operation.names.requestRoot)
        let body = payload.replacing(/<\?xml[^>]*\?>/, with: "")
        let root = operation.names.requestRoot
        return Array(
            captured.replacing(try Regex("(?s)<\(root) .*</\(root)>"), with: { _ in body }).utf8
        )
    }

    @Test(
        "the published example is SMSP-0001 as it is, SMSP-0000 with a valid number in its place",
        arguments: zip(
            [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber],
            ["QUPA_EX000001GB01_01.xml", "QUPA_EX000003GB01_01.xml"]
        )
    )
    func examples(_ operation: SMSPOperation, _ file: String) async throws {
        let example = try Self.read("smsp/requirements-pack/Examples/\(file)")
        let asPublished = try Self.message(example, operation)
        let valid = example.replacing("9999345201", with: "9990000018").replacing("19890101", with: "19610409")
        let withValidNumber = try Self.message(valid, operation)
        let (answers, _) = try await RunningBridge.running { bridge, _ in
            let caller = try SMSPCaller(port: bridge.port)
            return [
                try await caller.send(asPublished, soapAction: operation.names.action),
                try await caller.send(withValidNumber, soapAction: operation.names.action),
            ]
        }
        #expect(answers[0].code == "SMSP-0001")
        #expect(answers[1].code == "SMSP-0000")
        for answer in answers { try PublishedAnswerSchema.expectValid(answer.body) }
    }

    @Test("the captured request, its site told by asid, is answered in the form of the captured answer")
    func captured() async throws {
        let folder = "smsp/nhsconnect-spine-smsp/getNHSNumber_"
        let request = try Self.read(folder + "request_opentest.xml")
        let captured = try Self.read(folder + "response_central_smsp_capture.xml")
        // The one whom it asks for is in no fixture: the same request for somebody who is.
        let known = request.replacing("19770705", with: "19750521").replacing("LILITH", with: "Gw*")
            .replacing("LAWALI", with: "Fourways").replacing("SK8 5HS", with: "MX3 3TS")
        let sites = """
            - { id: A, ods: RXA, identify: { asid: "200000000117" } }
            - { id: B, ods: RXB, identify: { asid: "868000003114" } }

            """
        let (answers, callers) = try await RunningBridge.running(sites: sites) { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port, path: "/smsp/pds")
            let action = "urn:nhs-itk:services:201005:getNHSNumber-v1-0"
            let answers = [
                try await caller.send(Array(request.utf8), soapAction: action),
                try await caller.send(Array(known.utf8), soapAction: action),
            ]
            return (answers, pds.traffic.requests.compactMap { $0[field: "NHSD-End-User-Organisation-ODS"] })
        }.value
        /// The answer but for ids, NHS number and white space at its end.
        func form(_ text: String) -> String {
            text.trimmingCharacters(in: .whitespacesAndNewlines)
                .replacing(/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/, with: "ID")
                .replacing(/extension="[0-9]{10}"/, with: "extension=\"NUMBER\"")
        }
        #expect(answers.map(\.code) == ["DEMOG-0001", "SMSP-0000"])
        #expect(answers.map(\.status) == [200, 200])
        #expect(form(answers[1].text) == form(captured))
        #expect(answers[1].leaf(.nhsNumber) == "9990000700")
        #expect(Set(callers) == ["RXB"])
    }

    /// Every published body that is a Patient.
    private static func patients() throws -> [URL] {
        let files =
            FileManager.default.enumerator(atPath: PublishedSchema.folder.appending(path: "pds").path)?
            .compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted()
            .map { PublishedSchema.folder.appending(path: "pds/\($0)") }
            .filter { url in
                let json = (try? Data(contentsOf: url)).flatMap { try? JSONSerialization.jsonObject(with: $0) }
                return (json as? [String: Any])?["resourceType"] as? String == "Patient"
            }
    }

    @Test("every published Patient converts to an answer that is valid against the published schemas")
    func patientsConvert() async throws {
        let patients = try Self.patients()
        #expect(patients.count > 5)
        for url in patients {
            let body = String(decoding: try Data(contentsOf: url), as: UTF8.self)
            let converted = try await BridgeProcess.run(["convert", "--at", "2021-06-01"], input: body)
            guard converted.status == .exited(0) else {
                // A coded refusal that a decision names: a record that is nobody's (D34).
                #expect(converted.status == .exited(30), "\(url.lastPathComponent)")
                #expect(converted.error.contains("no FHIR Patient with an NHS number"), "\(url.lastPathComponent)")
                continue
            }
            let message = Array(converted.output.utf8)
            try PublishedAnswerSchema.expectValid(message)
            #expect(converted.output.contains("code=\"SMSP-0000\""), "\(url.lastPathComponent)")
        }
    }

    @Test("the sandbox's Patient has its parts on a day when they were current, and few today")
    func sandboxPatient() async throws {
        let body = try Self.read("pds/sandbox/patients/patient_9000000009.json")
        func leaves(at date: String) async throws -> [SMSPLeaf] {
            let converted = try await BridgeProcess.run(["convert", "--at", date], input: body)
            guard case .coded(_, "SMSP-0000", let leaves) = try AnswerReader.read(Array(converted.output.utf8)) else {
                return []
            }
            return leaves.filter { !$0.value.isEmpty }.map(\.leaf)
        }
        let then = Set(try await leaves(at: "2021-06-01"))
        #expect(
            then.isSuperset(of: [
                .prefix, .given, .family, .homePostalCode, .homeLines, .temporaryPostalCode, .temporaryLines,
                .telecomValue, .practiceCode,
            ])
        )
        let now = try await leaves(at: "2026-11-23")
        #expect(now == [.nhsNumber, .administrativeGender, .birthTime, .deceasedTime])
    }
}
