import Foundation
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: a folder of patients")
struct PatientsDirectoryTests {
    /// Runs `body` with a folder of these files.
    private func withFolder(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "patients-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try await body(folder.path)
    }

    @Test("a file is served byte for byte under its id, and hides the person of that number")
    func served() async throws {
        let patient = """
            {
              "meta": { "versionId": "9" },   "resourceType":"Patient", "id": "9990000018" }

            """
        try await withFolder(["a.json": patient, "notes.txt": "x"]) { path in
            try await PDSTesting.withSimulator(patients: PatientsDirectory(path: path)) { _, port in
                let reply = try await PDSTesting.reply(to: .patient("9990000018"), port: port)
                #expect(String(decoding: reply.body, as: UTF8.self) == patient)
                #expect(reply["ETag"] == "W/\"9\"")
                #expect(reply["Content-Type"] == "application/fhir+json")
                let other = try await PDSTesting.reply(to: .patient("9990000026"), port: port)
                #expect(other.status == 200)
            }
        }
    }

    @Test(
        "what is no patient is refused by its name",
        arguments: [
            #"{"resourceType":"Bundle","id":"9990000018"}"#, #"{"resourceType":"Patient","id":"1"}"#, "<xml/>",
        ]
    )
    func refused(_ text: String) async throws {
        try await withFolder(["b.json": text]) { path in
            #expect(throws: PatientsDirectory.Problem.notAPatient("b.json")) { try PatientsDirectory(path: path) }
        }
    }

    @Test("two files of one id, and a folder that is not there, are refused")
    func duplicates() async throws {
        let patient = #"{"resourceType":"Patient","id":"9990000018"}"#
        try await withFolder(["a.json": patient, "b.json": patient]) { path in
            #expect(throws: PatientsDirectory.Problem.duplicate("b.json")) { try PatientsDirectory(path: path) }
        }
        #expect(throws: PatientsDirectory.Problem.unreadableFolder) { try PatientsDirectory(path: "/nowhere/at/all") }
    }
}
