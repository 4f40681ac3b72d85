extension TableMistake {
    /// Mistakes in the leaves of a record, and in their closed lists (D67).
    static let leaves: [TableMistake] = [
        TableMistake(
            "patient-leaves.csv",
            "multipleBirthInteger,,OpenAPI",
            "multipleBirthInteger,,OpenAPI,\nphoto[*].url,,documented",
            "leaf: is neither read by a row nor dropped (got photo[*].url)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "gender,male",
            "gender,,OpenAPI,\ngender,male",
            "leaf: is listed twice (got gender)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI",
            "birthDate,,hearsay",
            "source: is not known (got hearsay). Try: one of OpenAPI, documented"
        ),
        TableMistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI",
            "birthDate[0],,OpenAPI",
            "leaf: has a selector that is neither [*] nor [url=…]"
        ),
        TableMistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirthInteger\n      - gender\n",
            "leaves: is read by rows as well (got gender)"
        ),
        TableMistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirths\n",
            "leaves: is no leaf of patient-leaves.csv (got multipleBirths)"
        ),
        TableMistake(
            "dropped.yaml",
            "      - multipleBirthInteger\n",
            "      - multipleBirthInteger\n      - meta.versionId\n",
            "leaves: is in line"
        ),
        TableMistake(
            "dropped.yaml",
            "      - name[*].family\n",
            "      - name[*].family\n      - birthDate\n",
            "leaves: is not read by rows in some entries only (got birthDate)"
        ),
        TableMistake(
            "dropped.yaml",
            "      - name[*].family\n",
            "",
            "leaf: is read in some entries only (got name[*].family). Try: an entry of partly in dropped.yaml"
        ),
        TableMistake(
            response,
            "[system=https://fhir.nhs.uk/Id/ods-organization-code,current]",
            "[current]",
            "source: reads a value whatever its system is (got generalPractitioner[*].identifier.value)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "usual|temp|nickname|old|maiden,OpenAPI,closed",
            "usual|temp|nickname|old|maiden,OpenAPI,open",
            "values: is looked at by a code table or a filter and has no closed list (got name[*].use)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "telecom[*].use,home|work|temp|mobile,OpenAPI,closed",
            "telecom[*].use,home|work|temp|mobile,OpenAPI,",
            "values: is blank where there are codes"
        ),
        TableMistake(
            "patient-leaves.csv",
            "birthDate,,OpenAPI,",
            "birthDate,,OpenAPI,closed",
            "values: is about codes, and there are none (got closed)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "gender,male|female|other|unknown,OpenAPI,closed",
            "gender,male|female|other|unknown,OpenAPI,male",
            "values: is a second list of codes (got male)"
        ),
        TableMistake(
            "patient-leaves.csv",
            "name[*].family,,OpenAPI,",
            "name[*].family,,OpenAPI,Smith|Jones",
            "source: reads a leaf with a closed list without a code table (got name[*].family)"
        ),
        TableMistake(response, "take: latest", "take: each", "take: does not fit what the answer can hold (got each)"),
        TableMistake(
            response,
            "    take: first\n    switch: severalCurrent\n",
            "    take: latest\n    switch: severalCurrent\n",
            "switch: chooses nothing here (got severalCurrent)"
        ),
    ]

    /// Mistakes in the outcomes.
    static let outcomes: [TableMistake] = [
        TableMistake(
            "outcomes.csv",
            "DEMOG-0001",
            "DEMOG-0002",
            "answer: is neither a response code nor a name (got DEMOG-0002)"
        ),
        TableMistake(
            "outcomes.csv",
            "SMSP-0002,none",
            "SMSP-0002,full",
            "payload: does not go with the answer (got full)"
        ),
        TableMistake(
            "outcomes.csv",
            "redacted,",
            "reacted,",
            "condition: has reacted, which is not known (got reacted)"
        ),
        TableMistake("outcomes.csv", "found,404", "found,4O4", "status: has 4O4, which is no HTTP status (got 4O4)"),
        TableMistake("outcomes.csv", "found,404", "found,", "status: is blank"),
        TableMistake("outcomes.csv", "found,404", "found,-", "status: is never absent (got -)"),
        TableMistake("outcomes.csv", "retrieve|found,404", "find,404", "call: has find, which is not known (got find)"),
        TableMistake("outcomes.csv", ",accessRefused,", ",yes!,", "alarm: is no word (got yes!)"),
        TableMistake("outcomes.csv", "D4 D24,H2", ",H2", "decision: is blank"),
        TableMistake(
            "outcomes.csv",
            "*,*,400,",
            "*,*,*,*,*,*,unavailable,none,-,D7,H7,\n*,*,400,",
            "outcomes.csv:25: row: is never reached: line 24 fits all that it fits"
        ),
        TableMistake(
            "outcomes.csv",
            "*,*,400,OperationOutcome,*,-",
            "verifyNHSNumber,retrieve,*,OperationOutcome,*,-,SMSP-9999,none,-,D63,H7,\n*,*,400,OperationOutcome,*,-",
            "overlaps line 24, and neither is the narrower one"
        ),
        TableMistake(
            "outcomes.csv",
            "*,*,*,*,*,*,unavailable",
            "*,retrieve,*,*,*,*,unavailable",
            "outcomes.csv:27: row: is the last one and does not fit everything"
        ),
        TableMistake(
            "outcomes.csv",
            "OperationOutcome,TOO_MANY_MATCHES,",
            "OperationOutcome,MANY_MATCHES,",
            "rows: no row names the code of getNHSNumber,search,200,OperationOutcome,TOO_MANY_MATCHES,-"
        ),
        TableMistake(
            "outcomes.csv",
            "getNHSNumber,search,200,Bundle,-,fits",
            "getNHSNumber,found,200,Bundle,-,fits",
            "rows: only the last row fits getNHSNumber,search,200,Bundle,-,fits"
        ),
    ]

    /// Mistakes in the other tables.
    static let others: [TableMistake] = [
        TableMistake(
            "profiles.csv",
            "v1-0,verifyNHSNumber,",
            "v1-0,verifyNumber,",
            "operation: is not known (got verifyNumber)"
        ),
        TableMistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.nhsNumber",
            "source: request.dateOfBirth",
            "source: cannot be a Patient's id"
        ),
        TableMistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.surname",
            "source: is no part of a request"
        ),
        TableMistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.given",
            "source: is also in line"
        ),
        TableMistake(
            "requests/verifyNHSNumber.yaml",
            "source: request.family",
            "source: request.given",
            "does not say what becomes of request.family"
        ),
        TableMistake(search, "- call: search", "- call: found", "calls: are not those of the operation"),
        TableMistake(
            search,
            "source: request.family",
            "source: request.given",
            "source: cannot fill family (got request.given). Try: request.family"
        ),
        TableMistake(search, "target: given", "target: family", "source: cannot fill family"),
        TableMistake(search, "target: given", "target: id", "source: cannot be a Patient's id"),
        TableMistake(
            search,
            "transform: dateRange",
            "transform: verbatim",
            "transform: does not go with request.dateOfBirth"
        ),
        TableMistake(search, "codes: gender", "codes: sex", "gender: has codes that are no table of codes/"),
        TableMistake(
            search,
            "        codes: gender\n",
            "",
            "has codes where there is nothing to translate, or none where"
        ),
        TableMistake(search, "target: _history", "target: _exact-match", "has no parameter _history"),
        TableMistake(search, "target: _history", "target: _max-results", "_max-results: is filled twice"),
        TableMistake(
            search,
            "source: request.gender\n        transform: code\n        codes: gender",
            "value: female",
            "value: is the same for every patient (got female)"
        ),
        TableMistake(search, "value: \"true\"", "transform: verbatim", "has neither source nor value"),
        TableMistake(search, "transform: dateRange", "value: \"1\"", "value: is given with source"),
        TableMistake(
            search,
            "source: request.family",
            "source: patient.id",
            "family: is filled before there is a record"
        ),
        TableMistake(
            "requests/getPatientDetailsBySearch.yaml",
            "source: patient.id",
            "source: request.nhsNumber\n        transform: verbatim",
            "id: is not filled from the record"
        ),
        TableMistake(
            "requests/verifyNHSNumber.yaml",
            "target: id",
            "target: family",
            "source: cannot fill family"
        ),
        TableMistake(
            "codes/gender.csv",
            "unknown,0,equivalent,",
            "unknown,9,equivalent,",
            "codes/gender.csv:1: target: has 0 not once, and is read backwards in"
        ),
        TableMistake(
            "mapping.yaml",
            "id: pds-fhir-to-smsp",
            "id: PDS",
            "id: is not an id of small letters and hyphens"
        ),
    ]
}
