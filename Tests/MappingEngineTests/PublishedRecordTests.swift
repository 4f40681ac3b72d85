import Foundation
import JSONTree
import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Testing
import Yams

@testable import MappingEngine

/// The tables against what NHS England publishes, where a copy is at hand beside the project.
@Suite(.enabled(if: PublishedPDS.isAvailable, "no copy of the published PDS files at \(PublishedPDS.folder)"))
struct PublishedRecordTests {
    static func mapped(on date: String) throws -> MappedPatient {
        let json = try String(
            contentsOfFile: PublishedPDS.folder + "/sandbox/patients/patient_9000000009.json",
            encoding: .utf8
        )
        return try SyntheticRecord.mapped(json: json, on: date)
    }

    @Test(
        "the sandbox's Jane Smith at 2021-06-01 has name, home and temporary address, home telephone, e-mail, practice"
    )
    func janeSmithWhileCurrent() throws {
        let mapped = try Self.mapped(on: "2021-06-01")
        let details = try #require(mapped.details)
        #expect(details.nhsNumber.digits == "9000000009")
        #expect(details.name?.prefix == "Mrs")
        #expect(details.name?.given == "Jane")
        #expect(details.name?.family == "Smith")
        #expect(details.addresses.map(\.use) == [.temporary, .home])
        for address in details.addresses {
            #expect(address.postalCode == "LS1 6AE")
            #expect(address.lines == ["1 Trevelyan Square", "Boar Lane", "City Centre", "Leeds", "West Yorkshire"])
        }
        #expect(details.telecoms.map(\.value) == ["tel:01632960587", "mailto:jane.smith@example.com"])
        #expect(details.telecoms.map(\.use) == [.primaryHome, .primaryHome])
        #expect(details.telecoms.map(\.usableFrom?.digits) == ["20200101", "20190101"])
        #expect(details.telecoms.map(\.usableTo?.digits) == ["20211231", "20221231"])
        #expect(details.practice == GPPractice(odsCode: "Y12345"))
        #expect(details.administrativeGender == .female)
        #expect(details.birthTime?.digits == "20101022")
        #expect(details.deceasedTime?.digits == "20101022")
        #expect(mapped.diagnostics == [])
    }

    @Test("the sandbox's Jane Smith at 2026-11-23 has number, gender, birth and death only")
    func janeSmithWhenAllHasEnded() throws {
        var expected = PatientDetails(nhsNumber: try #require(NHSNumber("9000000009")))
        expected.administrativeGender = .female
        expected.birthTime = TimestampText("20101022")
        expected.deceasedTime = TimestampText("20101022")
        let mapped = try Self.mapped(on: "2026-11-23")
        #expect(mapped.details == expected)
        #expect(mapped.diagnostics == [])
    }

    @Test("no published record has a leaf that the tables do not know", arguments: PublishedPDS.bodies)
    func publishedRecordsAreKnown(_ file: String) throws {
        let json = try JSONValue.parse(
            Array(try Data(contentsOf: URL(fileURLWithPath: PublishedPDS.folder + "/" + file)))
        )
        let entries = json["entry"]?.elements.compactMap { $0["resource"] } ?? [json]
        let leaves = try ShippedTables.tables().plan.leaves
        for patient in entries where patient["resourceType"]?.string == "Patient" {
            #expect(leaves.unlisted(in: patient) == [])
        }
    }

    @Test("patient-leaves.csv is the leaves and codes of the OpenAPI description")
    func leavesAreThoseOfTheOpenAPI() throws {
        let text = try Repository.text("Mappings/patient-leaves.csv")
        let rows = text.split(separator: "\n").dropFirst().map { row in row[..<(row.lastIndex(of: ",") ?? row.endIndex)]
        }
        let listed = rows.filter { $0.hasSuffix(",OpenAPI") }.map(String.init)
        let published = try OpenAPILeaves.patient().map { "\($0.path),\($0.codes.joined(separator: "|")),OpenAPI" }
        #expect(Set(listed) == Set(published))
        #expect(listed.count == published.count)
    }
}

/// The published files, which are not part of the repository.
enum PublishedPDS {
    static let folder = Repository.root.deletingLastPathComponent().appending(path: "shared/spec/data/pds").path

    static var isAvailable: Bool { FileManager.default.fileExists(atPath: folder) }

    /// Bodies of the sandbox and examples of the OpenAPI description.
    static var bodies: [String] {
        ["sandbox/patients", "sandbox/search", "openapi/components/examples"].flatMap { directory in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(directory)")) ?? []
            return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(directory)/\($0)" }
        }
    }
}

/// The leaves of a schema of the OpenAPI description.
enum OpenAPILeaves {
    struct Leaf {
        let path: String
        var codes: [String]
    }

    static func patient() throws -> [Leaf] {
        let found = try leaves(of: ["$ref": "Patient.yaml"], in: "", at: "")
        var merged: [Leaf] = []
        for leaf in found {
            if let known = merged.firstIndex(where: { $0.path == leaf.path }) {
                merged[known].codes += leaf.codes
            } else {
                merged.append(leaf)
            }
        }
        return merged
    }

    private static func leaves(of schema: [String: Any], in folder: String, at path: String) throws -> [Leaf] {
        let (schema, folder) = try resolved(schema, in: folder)
        switch schema["type"] as? String {
        case "object":
            let properties = schema["properties"] as? [String: Any] ?? [:]
            return try properties.flatMap { name, value -> [Leaf] in
                guard let part = value as? [String: Any], name != "url" || !path.hasSuffix("]") else { return [] }
                return try leaves(of: part, in: folder, at: path.isEmpty ? name : "\(path).\(name)")
            }
        case "array":
            let items = try #require(schema["items"] as? [String: Any])
            return try alternatives(items, in: folder).flatMap { item, folder in
                try leaves(of: item, in: folder, at: "\(path)[\(selector(of: item))]")
            }
        default:
            return [Leaf(path: path, codes: (schema["enum"] as? [Any] ?? []).map { "\($0)" })]
        }
    }

    /// How an entry of a list is told: an extension by its `url`.
    private static func selector(of item: [String: Any]) -> String {
        guard let url = (item["properties"] as? [String: Any])?["url"] as? [String: Any] else { return "*" }
        let values = url["enum"] as? [Any] ?? [url["example"] ?? "?"]
        return "url=\(values[0])"
    }

    private static func alternatives(
        _ schema: [String: Any],
        in folder: String
    ) throws -> [(schema: [String: Any], folder: String)] {
        let (schema, folder) = try resolved(schema, in: folder)
        let choices = schema["anyOf"] ?? schema["oneOf"]
        guard let choices = choices as? [[String: Any]] else { return [(schema, folder)] }
        return try choices.flatMap { try alternatives($0, in: folder) }
    }

    private static func resolved(_ schema: [String: Any], in folder: String) throws -> (
        schema: [String: Any], folder: String
    ) {
        guard let reference = schema["$ref"] as? String else { return (schema, folder) }
        let path = URL(fileURLWithPath: "/\(folder)/\(reference)").standardized.path
        let text = try String(
            contentsOfFile: PublishedPDS.folder + "/openapi/components/schemas" + path,
            encoding: .utf8
        )
        let loaded = try #require(try Yams.load(yaml: text) as? [String: Any])
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try resolved(loaded, in: String(parent.drop { $0 == "/" }))
    }
}
