import Foundation
import JSONTree
import MappingEngine
import SMSPContract
import Testing

/// Where each filled leaf comes from.
@Suite struct ProvenanceTests {
    static let members = #"""
        "name":[{"use":"old","family":"X"},{"use":"usual","given":["Ottilie","Jo"],"family":"Quillfeather"}],
        "telecom":[{"system":"fax","use":"home","value":"0"},{"system":"phone","use":"home","value":"1"},{"system":"phone","use":"mobile","value":"2"}],
        "generalPractitioner":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y99001"}}]
        """#

    static func provenance() throws -> [Provenance] {
        try SyntheticRecord.mapped(
            members,
            localIdentifier: InstanceIdentifier(root: "1.2", extension: "a"),
            practices: try PracticeFile.synthetic()
        ).provenance
    }

    static func sources(_ leaf: SMSPLeaf, _ index: Int = 0) throws -> [String] {
        try #require(try provenance().first { $0.leaf == leaf && $0.index == index }).sources.map { source in
            switch source {
            case .record(let path): path.description
            case .practice(let name), .request(let name): name
            }
        }
    }

    @Test("each filled leaf names the paths of the record it was read from")
    func paths() throws {
        #expect(try Self.sources(.nhsNumber) == ["id"])
        #expect(try Self.sources(.given) == ["name[1].given[0]"])
        #expect(try Self.sources(.otherGiven) == ["name[1].given[1]"])
        #expect(try Self.sources(.practiceCode) == ["generalPractitioner[0].identifier.value"])
        #expect(try Self.sources(.practiceName) == ["practice.name"])
        #expect(try Self.sources(.localIdentifier) == ["request.localIdentifier"])
    }

    @Test("leaves that occur several times are counted as the answer has them")
    func indices() throws {
        #expect(try Self.sources(.telecomValue, 0) == ["telecom[1].system", "telecom[1].value"])
        #expect(try Self.sources(.telecomValue, 1) == ["telecom[2].system", "telecom[2].value"])
    }

    @Test("each filled leaf names its row by file and line")
    func rows() throws {
        let family = try #require(try Self.provenance().first { $0.leaf == .family })
        #expect(family.row == "name-family")
        let lines = try Repository.text("Mappings/responses/patient-details.yaml").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(family.place.file.hasSuffix("Mappings/responses/patient-details.yaml"))
        #expect(lines[family.place.line - 1] == "  - id: name-family")
    }

    @Test("leaves that are not filled have no provenance")
    func unfilled() throws {
        let leaves = Set(try Self.provenance().map(\.leaf))
        #expect(leaves.isDisjoint(with: [.prefix, .birthTime, .homeLines, .telecomUsableFrom]))
    }

    @Test("diagnostics and provenance hold no values of the record")
    func withoutValues() throws {
        let mapped = try SyntheticRecord.mapped(
            Self.members + #","birthDate":"1982-02-30","gender":"Kestrel","Mirkholt 9":"Osprey""#
        )
        let shown = "\(mapped.diagnostics) \(mapped.provenance) \(mapped)"
        for value in [
            "Ottilie", "Quillfeather", "1982", "Kestrel", "Osprey", "Mirkholt", "Y99001", SyntheticRecord.nhsNumber,
        ] {
            #expect(!shown.contains(value))
        }
    }
}
