import Foundation
import Testing

@testable import MappingEngine

/// What the check finds, and how it says it.
@Suite struct TableCheckTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let problem: String

        init(_ file: String, _ old: String, _ new: String, _ problem: String) {
            (self.file, self.old, self.new, self.problem) = (file, old, new, problem)
        }

        var testDescription: String { problem }
    }

    private static let response = "responses/patient-details.yaml"
    private static let search = "requests/getNHSNumber.yaml"

    static let mistakes: [Mistake] = [
        // Rows
        Mistake(response, "transform: nhsNumber", "transform: nhsNo", "rows[0].transform: is not one of text, joined,"),
        Mistake(response, "target: id[1]", "target: id[3]", "rows[0].target: is not one of id[1], id[2],"),
        Mistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthday",
            "source: has birthday, which patient-leaves.csv does not list (got patient.birthday)"
        ),
        Mistake(
            response,
            "source: patient.birthDate",
            "source: patient.name.family",
            "source: takes the list name for one value"
        ),
        Mistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthDate[*]",
            "source: takes birthDate for a list"
        ),
        Mistake(response, "source: patient.birthDate", "source: patient.meta", "source: ends where there is no value"),
        Mistake(response, "source: patient.birthDate", "source: patient..birthDate", "source: lacks an element name"),
        Mistake(response, "source: patient.birthDate", "source: birthDate", "source: begins at the wrong place"),
        Mistake(
            response,
            "source: patient.birthDate",
            "source: request.dateOfBirth",
            "source: is not at hand when a record is answered"
        ),
        Mistake(response, "source: patient.birthDate", "source: practice.name", "source: reads no practice"),
        Mistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthDate + patient.gender",
            "source: is another number of paths than date reads (got 2). Try: 1"
        ),
        Mistake(
            response,
            "source: given[0]",
            "source: given[*]",
            "source: can find several values, and text takes one"
        ),
        Mistake(
            response,
            "source: given[0]",
            "source: patient.name[use=usual].given[0]",
            "source: begins at the wrong place"
        ),
        Mistake(response, "source: practice.name", "source: practice.title", "source: reads no practice"),
        Mistake(
            response,
            "transform: date",
            "transform: text",
            "transform: makes no date (got text). Try: one of date"
        ),
        Mistake(response, "transform: date", "transform: date\n    codes: gender", "codes: does not fit the transform"),
        Mistake(
            response,
            "codes: gender\n",
            "codes: sex\n",
            "codes: is no table of codes/ (got sex). Try: one of address-use, gender, telecom-scheme, telecom-use"
        ),
        Mistake(
            response,
            "absent: noAnswer",
            "absent: omit",
            "absent: cannot be the rule of id[1] (got omit). Try: one of noAnswer"
        ),
        Mistake(response, "absent: entry", "absent: omit", "absent: cannot be the rule of telecom/@use"),
        Mistake(
            response,
            "in: usual-name\n    target: name/family",
            "in: family-name\n    target: name/family",
            "in: is no group (got family-name)"
        ),
        Mistake(
            response,
            "    in: usual-name\n    target: name/family",
            "    target: name/family",
            "in: does not fit the target"
        ),
        Mistake(
            response,
            "in: home-address\n    target: addr[H]/streetAddressLine",
            "in: temporary-address\n    target: addr[H]/streetAddressLine",
            "group: has rows of more than one part of the answer (got temporary-address)"
        ),
        Mistake(
            response,
            "target: patientPerson/deceasedTime",
            "target: patientPerson/birthTime",
            "rows: no row has the target patientPerson/deceasedTime"
        ),
        Mistake(
            response,
            "target: patientPerson/deceasedTime",
            "target: patientPerson/birthTime",
            "target: has a row already, in line"
        ),
        Mistake(
            response,
            "target: id[1]",
            "target: validIdentifier/value",
            "target: is made by code (got validIdentifier/value)"
        ),
        Mistake(response, "  - id: birth-time", "  - id: gender", "id: is also the id of line"),
        Mistake(
            response,
            "    spec: D15\n    hazards: [H6]\n\n  - id: home-lines",
            "    switch: names\n    spec: D15\n\n  - id: home-lines",
            "switch: does nothing here (got names)"
        ),
        Mistake(response, "    absent: noAnswer", "    absent: noAnswer\n    colour: red", "colour"),
        // Groups
        Mistake(
            response,
            "entries: patient.name[use=usual,current]",
            "entries: patient.name[use=usal,current]",
            "entries: filters by the code usal, which PDS does not have"
        ),
        Mistake(
            response,
            "entries: patient.name[use=usual,current]",
            "entries: name[use=usual]",
            "entries: does not begin at the record"
        ),
        Mistake(
            response,
            "entries: patient.generalPractitioner[*].identifier[system=https://fhir.nhs.uk/Id/ods-organization-code,current]",
            "entries: patient.identifier[current]",
            "entries: asks for \"current\" where there is no period"
        ),
        Mistake(
            response,
            "coded: { table: address-use, as: PST }",
            "coded: { table: address-uses, as: PST }",
            "coded.table: is no table of codes/ (got address-uses)"
        ),
        Mistake(
            response,
            "coded: { table: address-use, as: PST }",
            "coded: { table: address-use, as: WP }",
            "coded.as: is no target of codes/address-use.csv (got WP). Try: one of H, PST, TMP"
        ),
        Mistake(
            response,
            "take: each",
            "take: first",
            "take: does not fit what the answer can hold (got first). Try: each"
        ),
        Mistake(
            response,
            "    restricted: remove\n    spec: D16",
            "    restricted: keep\n    spec: D16",
            "restricted: keeps what tells where a restricted person is (got keep). Try: remove"
        ),
        Mistake(
            response,
            "    practice: value\n",
            "",
            "practice: goes with the rows of gPPractice, and only with them"
        ),
        Mistake(
            response,
            "    switch: severalCurrent\n",
            "    switch: names\n",
            "switch: is a switch of rows (got names)"
        ),
        // Codes
        Mistake(
            "codes/gender.csv",
            "male,1,",
            "male,3,",
            "codes/gender.csv:2: target: is no code of patientPerson/administrativeGenderCode (got 3). Try: one of 0, 1, 2, 9"
        ),
        Mistake("codes/gender.csv", "male,1,", "man,1,", "codes/gender.csv:1: rows: no row has source male"),
        Mistake(
            "codes/gender.csv",
            "male,1,",
            "man,1,",
            "codes/gender.csv:2: source: is none of the codes of PDS (got man)"
        ),
        Mistake(
            "codes/telecom-use.csv",
            "phone,,,unmatched",
            "phone,nowhere,,unmatched",
            "codes/telecom-use.csv:1: rows: no row has system phone, use (none)"
        ),
        Mistake(
            "codes/telecom-use.csv",
            "system,use",
            "use,system",
            "codes/telecom-use.csv:1: header: has other keys than telecom-use reads (got use,system). Try: system,use"
        ),
        Mistake(
            "codes/telecom-scheme.csv",
            "phone,tel",
            "phone,callto",
            "codes/telecom-scheme.csv:2: target: is no code of telecom/@value (got callto). Try: one of mailto, tel"
        ),
        // Leaves
        Mistake(
            "patient-leaves.csv",
            "multipleBirthInteger,,OpenAPI",
            "multipleBirthInteger,,OpenAPI,\nphoto[*].url,,documented",
            "leaf: is neither read by a row nor dropped (got photo[*].url)"
        ),
        Mistake(
            "patient-leaves.csv",
            "gender,male",
            "gender,,OpenAPI,\ngender,male",
            "leaf: is listed twice (got gender)"
        ),
        Mistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI",
            "birthDate,,hearsay",
            "source: is not known (got hearsay). Try: one of OpenAPI, documented"
        ),
        Mistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI",
            "birthDate[0],,OpenAPI",
            "leaf: has a selector that is neither [*] nor [url=…]"
        ),
        Mistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirthInteger\n      - gender\n",
            "leaves: is read by rows as well (got gender)"
        ),
        Mistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirths\n",
            "leaves: is no leaf of patient-leaves.csv (got multipleBirths)"
        ),
        Mistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirthInteger\n      - meta.versionId\n",
            "leaves: is in line"
        ),
        Mistake(
            "dropped.yaml",
            "      - name[*].family\n",
            "      - name[*].family\n      - birthDate\n",
            "leaves: is not read by rows in some entries only (got birthDate)"
        ),
        Mistake(
            "dropped.yaml",
            "      - name[*].family\n",
            "",
            "leaf: is read in some entries only (got name[*].family). Try: an entry of partly in dropped.yaml"
        ),
        // Closed lists (D67)
        Mistake(
            response,
            "[system=https://fhir.nhs.uk/Id/ods-organization-code,current]",
            "[current]",
            "source: reads a value whatever its system is (got generalPractitioner[*].identifier.value)"
        ),
        Mistake(
            "patient-leaves.csv",
            "usual|temp|nickname|old|maiden,OpenAPI,closed",
            "usual|temp|nickname|old|maiden,OpenAPI,open",
            "values: is looked at by a code table or a filter and has no closed list (got name[*].use)"
        ),
        Mistake(
            "patient-leaves.csv",
            "telecom[*].use,home|work|temp|mobile,OpenAPI,closed",
            "telecom[*].use,home|work|temp|mobile,OpenAPI,",
            "values: is blank where there are codes"
        ),
        Mistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI,",
            "birthDate,,OpenAPI,closed",
            "values: is about codes, and there are none (got closed)"
        ),
        Mistake(
            "patient-leaves.csv",
            "gender,male|female|other|unknown,OpenAPI,closed",
            "gender,male|female|other|unknown,OpenAPI,male",
            "values: is a second list of codes (got male)"
        ),
        Mistake(
            "patient-leaves.csv",
            "name[*].family,,OpenAPI,",
            "name[*].family,,OpenAPI,Smith|Jones",
            "source: reads a leaf with a closed list without a code table (got name[*].family)"
        ),
        Mistake(response, "take: latest", "take: each", "take: does not fit what the answer can hold (got each)"),
        Mistake(
            response,
            "    take: first\n    switch: severalCurrent\n",
            "    take: latest\n    switch: severalCurrent\n",
            "switch: chooses nothing here (got severalCurrent)"
        ),
        // Outcomes
        Mistake(
            "outcomes.csv",
            "DEMOG-0001",
            "DEMOG-0002",
            "answer: is neither a response code nor a name (got DEMOG-0002)"
        ),
        Mistake("outcomes.csv", "SMSP-0002,none", "SMSP-0002,full", "payload: does not go with the answer (got full)"),
        Mistake("outcomes.csv", "redacted,", "reacted,", "condition: has reacted, which is not known (got reacted)"),
        Mistake("outcomes.csv", "found,404", "found,4O4", "status: has 4O4, which is no HTTP status (got 4O4)"),
        Mistake("outcomes.csv", "found,404", "found,", "status: is blank"),
        Mistake("outcomes.csv", "found,404", "found,-", "status: is never absent (got -)"),
        Mistake("outcomes.csv", "retrieve|found,404", "find,404", "call: has find, which is not known (got find)"),
        Mistake("outcomes.csv", ",requestRefused,", ",yes!,", "alarm: is no word (got yes!)"),
        Mistake("outcomes.csv", "D4 D24,H2", ",H2", "decision: is blank"),
        Mistake(
            "outcomes.csv",
            "*,*,400,",
            "*,*,*,*,*,*,unavailable,none,-,D7,H7,\n*,*,400,",
            "outcomes.csv:25: row: is never reached: line 24 fits all that it fits"
        ),
        Mistake(
            "outcomes.csv",
            "*,*,400,OperationOutcome,*,-",
            "verifyNHSNumber,retrieve,*,OperationOutcome,*,-,SMSP-9999,none,-,D63,H7,\n*,*,400,OperationOutcome,*,-",
            "overlaps line 24, and neither is the narrower one"
        ),
        Mistake(
            "outcomes.csv",
            "*,*,*,*,*,*,unavailable",
            "*,retrieve,*,*,*,*,unavailable",
            "outcomes.csv:27: row: is the last one and does not fit everything"
        ),
        Mistake(
            "outcomes.csv",
            "OperationOutcome,TOO_MANY_MATCHES,",
            "OperationOutcome,MANY_MATCHES,",
            "rows: no row names the code of getNHSNumber,search,200,OperationOutcome,TOO_MANY_MATCHES,-"
        ),
        Mistake(
            "outcomes.csv",
            "getNHSNumber,search,200,Bundle,-,fits",
            "getNHSNumber,found,200,Bundle,-,fits",
            "rows: only the last row fits getNHSNumber,search,200,Bundle,-,fits"
        ),
        // The rest
        Mistake(
            "profiles.csv",
            "v1-0,verifyNHSNumber,",
            "v1-0,verifyNumber,",
            "operation: is not known (got verifyNumber)"
        ),
        Mistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.nhsNumber",
            "source: request.dateOfBirth",
            "source: cannot be a Patient's id"
        ),
        Mistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.surname",
            "source: is no part of a request"
        ),
        Mistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.given",
            "source: is also in line"
        ),
        Mistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.given",
            "does not say what becomes of request.family"
        ),
        Mistake(search, "- call: search", "- call: found", "calls: are not those of the operation"),
        Mistake(
            search,
            "source: request.family",
            "source: request.given",
            "source: cannot fill family (got request.given). Try: request.family"
        ),
        Mistake(search, "target: given", "target: family", "source: cannot fill family"),
        Mistake(search, "target: given", "target: id", "source: cannot be a Patient's id"),
        Mistake(
            search,
            "transform: dateRange",
            "transform: verbatim",
            "transform: does not go with request.dateOfBirth"
        ),
        Mistake(search, "codes: gender", "codes: sex", "gender: has codes that are no table of codes/"),
        Mistake(search, "        codes: gender\n", "", "has codes where there is nothing to translate, or none where"),
        Mistake(search, "target: _history", "target: _exact-match", "has no parameter _history"),
        Mistake(search, "target: _history", "target: _max-results", "_max-results: is filled twice"),
        Mistake(
            search,
            "source: request.gender\n        transform: code\n        codes: gender",
            "value: female",
            "value: is the same for every patient (got female)"
        ),
        Mistake(search, "value: \"true\"", "transform: verbatim", "has neither source nor value"),
        Mistake(search, "transform: dateRange", "value: \"1\"", "value: is given with source"),
        Mistake(search, "source: request.family", "source: patient.id", "family: is filled before there is a record"),
        Mistake(
            "requests/getPatientDetailsBySearch.yaml",
            "source: patient.id",
            "source: request.nhsNumber\n        transform: verbatim",
            "id: is not filled from the record"
        ),
        Mistake(
            "requests/verifyNHSNumber.yaml",
            "target: id",
            "target: family",
            "source: cannot fill family"
        ),
        Mistake(
            "codes/gender.csv",
            "unknown,0,equivalent,",
            "unknown,9,equivalent,",
            "codes/gender.csv:1: target: has 0 not once, and is read backwards in"
        ),
        Mistake("mapping.yaml", "id: pds-fhir-to-smsp", "id: PDS", "id: is not an id of small letters and hyphens"),
    ]

    @Test("a mistake is told with file, line and key", arguments: mistakes)
    func mistakesAreTold(_ mistake: Mistake) throws {
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
        try tables.replace("transform: date", with: "transform: data", in: Self.response)
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
