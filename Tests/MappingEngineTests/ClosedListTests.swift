import JSONTree
import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Testing

@testable import MappingEngine

/// A value that is not on the closed list of its leaf is left out with an alarm and never used: decision D67.
@Suite struct ClosedListTests {
    static let foreign = "Quillonian"

    /// A record that has a value at `path` and nothing else: lists of one entry, extensions with their `url`.
    static func members(at path: String, _ value: String) throws -> String {
        var json = #""\#(value)""#
        for step in try PathParser.parse(path).steps.reversed() {
            switch step.selector {
            case nil: json = #"{"\#(step.name)":\#(json)}"#
            case .all: json = #"{"\#(step.name)":[\#(json)]}"#
            default:
                let url = try #require(step.selector?.extensionURL)
                json = #"{"\#(step.name)":[{"url":"\#(url)",\#(json.dropFirst())]}"#
            }
        }
        return String(json.dropFirst().dropLast())
    }

    static func unlisted(_ mapped: MappedPatient) -> [String] {
        mapped.diagnostics.compactMap { if case .unlistedValue(let path) = $0.kind { path } else { nil } }
    }

    @Test("every leaf that is told apart by its value has a closed list")
    func listed() throws {
        let closed = try ShippedTables.tables().plan.leaves.leaves.filter { $0.closed != nil }.map(\.path)
        for path in [
            "name[*].use", "address[*].use", "telecom[*].system", "telecom[*].use", "gender", "identifier[*].system",
            "generalPractitioner[*].identifier.system", "managingOrganization.identifier.system",
        ] {
            #expect(closed.contains(path))
        }
    }

    @Test("a foreign value at any leaf with a closed list alarms, a listed one does not")
    func everyLeaf() throws {
        let leaves = try ShippedTables.tables().plan.leaves
        func alarms(at path: String, _ value: String) throws -> [MappingDiagnostic] {
            let json = SyntheticRecord.json(try Self.members(at: path, value))
            return leaves.unlisted(in: try JSONValue.parse(Array(json.utf8))).diagnostics
        }
        for leaf in leaves.leaves {
            guard let closed = leaf.closed else { continue }
            let foreign = try alarms(at: leaf.path, Self.foreign)
            #expect(foreign.contains(MappingDiagnostic(.unlistedValue(leaf.path))), "\(leaf.path)")
            #expect(!"\(foreign)".contains(Self.foreign), "\(leaf.path)")
            for value in closed {
                let listed = try alarms(at: leaf.path, value)
                #expect(!listed.contains(MappingDiagnostic(.unlistedValue(leaf.path))), "\(leaf.path) \(value)")
            }
        }
    }

    @Test(
        "what a foreign or an absent value belongs to is in no answer",
        arguments: [
            (#""name":[{"use":"official","given":["Kept"],"family":"Out"}]"#, "name[*].use"),
            (#""name":[{"given":["Kept"],"family":"Out"}]"#, "name[*].use"),
            (#""address":[{"use":"residence","line":["1"],"postalCode":"LS1 6AE"}]"#, "address[*].use"),
            (#""address":[{"use":null,"line":["1"],"postalCode":"LS1 6AE"}]"#, "address[*].use"),
            (#""telecom":[{"system":"sms","use":"mobile","value":"07700900001"}]"#, "telecom[*].system"),
            (#""telecom":[{"use":"mobile","value":"07700900001"}]"#, "telecom[*].system"),
            (#""telecom":[{"value":"07700900001"}]"#, "telecom[*].system"),
            (#""telecom":[{"system":"phone","use":"old","value":"07700900001"}]"#, "telecom[*].use"),
            (#""gender":"X""#, "gender"),
            (#""gender":1"#, "gender"),
            (
                #""generalPractitioner":[{"identifier":{"system":"https://example.com/gp","value":"A83003"}}]"#,
                "generalPractitioner[*].identifier.system"
            ),
            (
                #""generalPractitioner":[{"identifier":{"value":"A83003"}}]"#,
                "generalPractitioner[*].identifier.system"
            ),
        ]
    )
    func leftOut(_ members: String, _ path: String) throws {
        let mapped = try SyntheticRecord.mapped(members)
        #expect(mapped.details == PatientDetails(nhsNumber: try #require(.init(SyntheticRecord.nhsNumber))))
        #expect(Self.unlisted(mapped) == [path])
        #expect(mapped.diagnostics.first { $0.place == path }?.severity == .alarm)
    }

    @Test("a telephone without use is left out on purpose, without an alarm")
    func withoutUse() throws {
        let mapped = try SyntheticRecord.mapped(#""telecom":[{"system":"phone","value":"07700900001"}]"#)
        #expect(mapped.details?.telecoms == [])
        #expect(mapped.notes == [])
    }

    @Test("one diagnostic a leaf, however many entries; each value is told to the person who has the record")
    func explained() throws {
        let json = SyntheticRecord.json(
            #""name":[{"use":"official","family":"A"},{"use":"a\"b\u001b","family":"B"},{"family":"C"}]"#
        )
        let mapped = try SyntheticRecord.mapped(json: json)
        #expect(mapped.diagnostics == [MappingDiagnostic(.unlistedValue("name[*].use"))])
        let values = try ShippedTables.tables().unlistedValues(in: try SyntheticRecord.patient(json))
        #expect(
            values == [#"name[0].use "official""#, #"name[1].use "a\"b\u001b""#, "name[2].use (absent)"]
        )
    }

    @Test("labels are told apart by a token that does not reveal them (D71)")
    func labels() throws {
        func alarms(_ labels: [String]) throws -> [MappingDiagnostic] {
            let codes = labels.map { #"{"code":"\#($0)"}"# }.joined(separator: ",")
            let json = SyntheticRecord.json(#""meta":{"security":[\#(codes)]}"#, label: nil)
            return try SyntheticRecord.mapped(json: json).diagnostics
        }
        let first = try alarms(["U", "ETHUD"])
        #expect(first.map(\.name) == ["unknownSecurityLabel"])
        #expect(first == (try alarms(["ETHUD", "U"])))
        #expect(first != (try alarms(["U", "PSY"])))
        #expect(!"\(first)".contains("ETHUD"))
        let patient = try SyntheticRecord.patient(
            SyntheticRecord.json(#""meta":{"security":[{"code":"ETHUD"}]}"#, label: nil)
        )
        #expect(try ShippedTables.tables().unlistedValues(in: patient) == [#"meta.security "ETHUD""#])
    }
}
