import Foundation
import Subprocess
import Testing

/// `explain`: each element of an answer, its mapping row and the FHIR path.
@Suite struct ExplainTests {
    private static let patient = """
        {"resourceType":"Patient","id":"9990000018","meta":{"versionId":"1","security":[{"code":"U"}]},\
        "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],\
        "name":[{"use":"old","family":"Quagmire"},{"use":"usual","given":["Ottilie"],"family":"Quillfeather"}],\
        "gender":"female","birthDate":"1961-04-09",\
        "telecom":[{"system":"phone","use":"home","value":"01632960101"},\
        {"system":"phone","use":"mobile","value":"07700900101"}]}
        """

    private struct Element: Decodable {
        let element: String
        let row: String
        let place: String
        let sources: [String]
    }

    private static func explain(_ more: [String] = [], input: String = patient) async throws -> BridgeProcess.Remains {
        let mappings = BridgeProcess.root.appending(path: "Mappings").path
        return try await BridgeProcess.run(["explain", "--mappings", mappings] + more, input: input)
    }

    @Test("each element names its row, by file and line, and the path of the record")
    func elements() async throws {
        let run = try await Self.explain(["--json"])
        let elements = try JSONDecoder().decode([Element].self, from: Data(run.output.utf8))
        let family = try #require(elements.first { $0.element == "name/family" })
        #expect(family.sources == ["name[1].family"])
        let place = family.place.split(separator: ":")
        let lines = try String(contentsOfFile: String(place[0]), encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines[try #require(Int(place[1])) - 1] == "  - id: \(family.row)")
        #expect(
            elements.first { $0.element == "telecom/@value (2)" }?.sources == ["telecom[1].system", "telecom[1].value"]
        )
    }

    @Test("no value of the record is printed")
    func withholds() async throws {
        let run = try await Self.explain()
        #expect(run.output.contains("name[1].family"))
        for value in ["Quillfeather", "Quagmire", "Ottilie", "9990000018", "1961", "01632", "07700"] {
            #expect(!(run.output + run.error).contains(value))
        }
    }

    @Test("a value that is not on its list is printed, for the person who has the record (D67)")
    func unlistedValue() async throws {
        let record = Self.patient.replacing(#""use":"old""#, with: #""use":"official""#)
        let run = try await Self.explain(input: record)
        #expect(run.status == .exited(0))
        #expect(run.error.contains("alarm: unlistedValue name[*].use\n"))
        #expect(run.error.contains(#"not on its list: name[0].use "official""#))
        #expect(!run.output.contains("official"))
    }

    @Test("a record that may tell of a death makes no answer here either (D67)")
    func unreadStatus() async throws {
        let record = Self.patient.replacing(#""gender":"female""#, with: #""deceasedBoolean":true"#)
        #expect(try await Self.explain(input: record).status == .exited(30))
    }

    @Test("what is no Patient: status 30, and why")
    func noPatient() async throws {
        let run = try await Self.explain(input: "{}")
        #expect(run.status == .exited(30))
        #expect(run.error.contains("holds no FHIR Patient with an NHS number"))
    }
}
