import Foundation
import PDSFHIR
import SMSPContract
import Testing

@testable import MappingEngine

@Suite struct MappingTablesTests {
    @Test("the shipped tables pass every check, the hazards' included")
    func shippedTablesPass() throws {
        let register = try HazardRegister.load(file: Repository.path("docs/hazards.csv"))
        let tables = try MappingTables.load(directory: Repository.path("Mappings"), hazards: register)
        #expect(tables.summary.operations == SMSPOperation.allCases.map(\.rawValue))
        #expect(tables.summary.rows == 30)
        #expect(tables.summary.mappedLeaves + tables.summary.droppedLeaves == 109)
        #expect(tables.summary.text.contains("none left over"))
        #expect(tables.version == "1.0")
    }

    @Test("the hash changes with any byte of any table", arguments: TableMutationTests.files)
    func hashTellsBytes(_ file: String) throws {
        let tables = try TablesDirectory()
        let before = try tables.load().contentHash
        let text = try tables.text(file)
        let comment = file.hasSuffix(".yaml") ? "# a remark\n" : "\n"
        try tables.write(text + comment, to: file)
        #expect(try tables.load().contentHash != before)
        try tables.write(text, to: file)
        #expect(try tables.load().contentHash == before)
    }

    @Test("the hash does not depend on where the tables lie, nor on what is not read")
    func hashTellsTablesOnly() throws {
        let tables = try TablesDirectory()
        try tables.write("other", to: "README.md")
        #expect(try tables.load().contentHash == (try ShippedTables.tables().contentHash))
    }

    @Test("tables that lie behind a link are read")
    func link() throws {
        let tables = try TablesDirectory()
        let link = tables.path + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: tables.path)
        defer { try? FileManager.default.removeItem(atPath: link) }
        #expect(try MappingTables.load(directory: link).contentHash == (try tables.load().contentHash))
    }

    @Test("the hash is 64 lower-case hexadecimal digits")
    func hashForm() throws {
        #expect(try ShippedTables.tables().contentHash.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    }

    @Test("a use that is given and has no scheme is left out with the entry")
    func schemeTakenOut() throws {
        let tables = try TablesDirectory()
        try tables.replace("phone,tel,equivalent,", with: "phone,,unmatched,", in: "codes/telecom-scheme.csv")
        let json = SyntheticRecord.json(#""telecom":[{"system":"phone","use":"home","value":"1"}]"#)
        let mapped = try tables.load().patientDetails(
            from: try SyntheticRecord.patient(json),
            localIdentifier: nil,
            practices: .empty,
            on: try #require(.init("2026-11-23")),
            profile: SiteProfile()
        )
        #expect(mapped.details?.telecoms == [])
    }

    @Test("a changed code changes the answer")
    func codesAreLive() throws {
        let tables = try TablesDirectory()
        try tables.replace("billing,PST,", with: "billing,TMP,", in: "codes/address-use.csv")
        try tables.replace("temp,TMP,", with: "temp,PST,", in: "codes/address-use.csv")
        let json = SyntheticRecord.json(#""address":[{"use":"billing","line":["1"]}]"#)
        let mapped = try tables.load().patientDetails(
            from: try SyntheticRecord.patient(json),
            localIdentifier: nil,
            practices: .empty,
            on: try #require(.init("2026-11-23")),
            profile: SiteProfile()
        )
        #expect(mapped.details?.addresses.map(\.use) == [.temporary])
    }
}
