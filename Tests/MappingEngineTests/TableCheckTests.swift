import Foundation
import Testing

@testable import MappingEngine

/// What the check finds, and how it says it.
@Suite struct TableCheckTests {
    static let mistakes =
        TableMistake.rows + TableMistake.groupsAndCodes + TableMistake.leaves + TableMistake.outcomes
        + TableMistake.others

    @Test("a mistake is told with file, line and key", arguments: mistakes)
    func mistakesAreTold(_ mistake: TableMistake) throws {
        let tables = try TablesDirectory()
        try tables.replace(mistake.old, with: mistake.new, in: mistake.file)
        let problems = tables.problems()
        #expect(problems.contains { $0.contains(mistake.problem) }, "\(problems.joined(separator: "\n"))")
        for problem in problems {
            #expect(problem.wholeMatch(of: /[a-zA-Z\/-]+\.(csv|yaml):[0-9]+: .+: .+ Try: .+/) != nil, "\(problem)")
        }
    }

    @Test("all mistakes are told at once, in the order of files and lines")
    func allAtOnce() throws {
        let tables = try TablesDirectory()
        try tables.replace("DEMOG-0001", with: "DEMOG-0002", in: "outcomes.csv")
        try tables.replace("birthDate,,OpenAPI", with: "birthDate,,hearsay", in: "patient-leaves.csv")
        try tables.replace("transform: date", with: "transform: data", in: TableMistake.response)
        #expect(
            tables.problems().map { $0.prefix { $0 != ":" } } == [
                "outcomes.csv", "patient-leaves.csv", "responses/patient-details.yaml",
            ]
        )
    }

    @Test("the worked example of Mappings/README.md passes the check, and its mistake does not")
    func workedExample() throws {
        let tables = try TablesDirectory()
        let row = "work,,unmatched,an SMSP answer has no place for a work address"
        let given = "work,TMP,wider,given as temporary at our callers' wish"
        try tables.replace(row, with: given, in: "codes/address-use.csv")
        #expect(tables.problems() == [])
        try tables.replace("work,TMP,wider", with: "work,TMP,unmatched", in: "codes/address-use.csv")
        #expect(
            tables.problems() == [
                "codes/address-use.csv:5: equivalence: does not fit the target (got unmatched). "
                    + "Try: unmatched where the target is blank, and only there"
            ]
        )
    }

    @Test("a hazard that the register lacks is told where it is named")
    func unknownHazards() throws {
        let tables = try TablesDirectory()
        let register = try HazardRegister.load(file: Repository.path("docs/hazards.csv"))
        #expect(tables.problems(hazards: register) == [])
        try tables.replace("D4 D24,H2,", with: "D4 D24,H77,", in: "outcomes.csv")
        let problems = tables.problems(hazards: register)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("outcomes.csv:21: hazards: is not in ") == true)
        #expect(problems.first?.contains("(got H77)") == true)
    }

    @Test(
        "a file that is none of the tables is a problem: its name may be mistyped",
        arguments: ["outcome.csv", "codes/gender.yaml", "notes.txt", "requests/getEverything.yaml"]
    )
    func unknownFiles(_ name: String) throws {
        let tables = try TablesDirectory()
        try tables.write("id: x\n", to: name)
        #expect(tables.problems().contains { $0.hasPrefix("\(name):1: file: ") })
    }

    @Test("a code table that no row uses is a problem")
    func unusedCodes() throws {
        let tables = try TablesDirectory()
        try tables.write("source,target,equivalence,note\na,b,equivalent,\n", to: "codes/spare.csv")
        #expect(tables.problems() == ["codes/spare.csv:1: table: is used by no row. Try: the file taken out"])
    }

    @Test("a directory that is not there is told file by file")
    func missingDirectory() {
        let error = #expect(throws: MappingProblems.self) { try MappingTables.load(directory: "/nowhere") }
        #expect(error?.problems.count == 11)
    }

    @Test("hidden files, README.md and comparison.yaml are passed over")
    func filesOfOthers() throws {
        let tables = try TablesDirectory()
        try tables.write("x", to: ".outcomes.csv.swp")
        try tables.write("x", to: "comparison.yaml")
        #expect(tables.problems() == [])
    }
}
