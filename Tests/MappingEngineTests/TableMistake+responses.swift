extension TableMistake {
    /// Mistakes in the rows of a response.
    static let rows: [TableMistake] = [
        TableMistake(
            response,
            "transform: nhsNumber",
            "transform: nhsNo",
            "rows[0].transform: is not one of text, joined,"
        ),
        TableMistake(response, "target: id[1]", "target: id[3]", "rows[0].target: is not one of id[1], id[2],"),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthday",
            "source: has birthday, which patient-leaves.csv does not list (got patient.birthday)"
        ),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient.name.family",
            "source: takes the list name for one value"
        ),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthDate[*]",
            "source: takes birthDate for a list"
        ),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient.meta",
            "source: ends where there is no value"
        ),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient..birthDate",
            "source: lacks an element name"
        ),
        TableMistake(response, "source: patient.birthDate", "source: birthDate", "source: begins at the wrong place"),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: request.dateOfBirth",
            "source: is not at hand when a record is answered"
        ),
        TableMistake(response, "source: patient.birthDate", "source: practice.name", "source: reads no practice"),
        TableMistake(
            response,
            "source: patient.birthDate",
            "source: patient.birthDate + patient.gender",
            "source: is another number of paths than date reads (got 2). Try: 1"
        ),
        TableMistake(
            response,
            "source: given[0]",
            "source: given[*]",
            "source: can find several values, and text takes one"
        ),
        TableMistake(
            response,
            "source: given[0]",
            "source: patient.name[use=usual].given[0]",
            "source: begins at the wrong place"
        ),
        TableMistake(response, "source: practice.name", "source: practice.title", "source: reads no practice"),
        TableMistake(
            response,
            "transform: date",
            "transform: text",
            "transform: makes no date (got text). Try: one of date"
        ),
        TableMistake(
            response,
            "transform: date",
            "transform: date\n    codes: gender",
            "codes: does not fit the transform"
        ),
        TableMistake(
            response,
            "codes: gender\n",
            "codes: sex\n",
            "codes: is no table of codes/ (got sex). Try: one of address-use, gender, telecom-scheme, telecom-use"
        ),
        TableMistake(
            response,
            "absent: noAnswer",
            "absent: omit",
            "absent: cannot be the rule of id[1] (got omit). Try: one of noAnswer"
        ),
        TableMistake(response, "absent: entry", "absent: omit", "absent: cannot be the rule of telecom/@use"),
        TableMistake(
            response,
            "in: usual-name\n    target: name/family",
            "in: family-name\n    target: name/family",
            "in: is no group (got family-name)"
        ),
        TableMistake(
            response,
            "    in: usual-name\n    target: name/family",
            "    target: name/family",
            "in: does not fit the target"
        ),
        TableMistake(
            response,
            "in: home-address\n    target: addr[H]/streetAddressLine",
            "in: temporary-address\n    target: addr[H]/streetAddressLine",
            "group: has rows of more than one part of the answer (got temporary-address)"
        ),
        TableMistake(
            response,
            "target: patientPerson/deceasedTime",
            "target: patientPerson/birthTime",
            "rows: no row has the target patientPerson/deceasedTime"
        ),
        TableMistake(
            response,
            "target: patientPerson/deceasedTime",
            "target: patientPerson/birthTime",
            "target: has a row already, in line"
        ),
        TableMistake(
            response,
            "target: id[1]",
            "target: validIdentifier/value",
            "target: is made by code (got validIdentifier/value)"
        ),
        TableMistake(response, "  - id: birth-time", "  - id: gender", "id: is also the id of line"),
        TableMistake(
            response,
            "    spec: D15\n    hazards: [H6]\n\n  - id: home-lines",
            "    switch: names\n    spec: D15\n\n  - id: home-lines",
            "switch: does nothing here (got names)"
        ),
        TableMistake(response, "    absent: noAnswer", "    absent: noAnswer\n    colour: red", "colour"),
    ]

    /// Mistakes in the groups of a response, and in the code tables that both use.
    static let groupsAndCodes: [TableMistake] = [
        TableMistake(
            response,
            "entries: patient.name[use=usual,current]",
            "entries: patient.name[use=usal,current]",
            "entries: filters by the code usal, which PDS does not have"
        ),
        TableMistake(
            response,
            "entries: patient.name[use=usual,current]",
            "entries: name[use=usual]",
            "entries: does not begin at the record"
        ),
        TableMistake(
            response,
            "entries: patient.generalPractitioner[*].identifier[system=https://fhir.nhs.uk/Id/ods-organization-code,current]",
            "entries: patient.identifier[current]",
            "entries: asks for \"current\" where there is no period"
        ),
        TableMistake(
            response,
            "coded: { table: address-use, as: PST }",
            "coded: { table: address-uses, as: PST }",
            "coded.table: is no table of codes/ (got address-uses)"
        ),
        TableMistake(
            response,
            "coded: { table: address-use, as: PST }",
            "coded: { table: address-use, as: WP }",
            "coded.as: is no target of codes/address-use.csv (got WP). Try: one of H, PST, TMP"
        ),
        TableMistake(
            response,
            "take: each",
            "take: first",
            "take: does not fit what the answer can hold (got first). Try: each"
        ),
        TableMistake(
            response,
            "    restricted: remove\n    spec: D16",
            "    restricted: keep\n    spec: D16",
            "restricted: keeps what tells where a restricted person is (got keep). Try: remove"
        ),
        TableMistake(
            response,
            "    practice: value\n",
            "",
            "practice: goes with the rows of gPPractice, and only with them"
        ),
        TableMistake(
            response,
            "    switch: severalCurrent\n",
            "    switch: names\n",
            "switch: is a switch of rows (got names)"
        ),
        TableMistake(
            "codes/gender.csv",
            "male,1,",
            "male,3,",
            "codes/gender.csv:2: target: is no code of patientPerson/administrativeGenderCode (got 3). Try: one of 0, 1, 2, 9"
        ),
        TableMistake("codes/gender.csv", "male,1,", "man,1,", "codes/gender.csv:1: rows: no row has source male"),
        TableMistake(
            "codes/gender.csv",
            "male,1,",
            "man,1,",
            "codes/gender.csv:2: source: is none of the codes of PDS (got man)"
        ),
        TableMistake(
            "codes/telecom-use.csv",
            "phone,,,unmatched",
            "phone,nowhere,,unmatched",
            "codes/telecom-use.csv:1: rows: no row has system phone, use (none)"
        ),
        TableMistake(
            "codes/telecom-use.csv",
            "system,use",
            "use,system",
            "codes/telecom-use.csv:1: header: has other keys than telecom-use reads (got use,system). Try: system,use"
        ),
        TableMistake(
            "codes/telecom-scheme.csv",
            "phone,tel",
            "phone,callto",
            "codes/telecom-scheme.csv:2: target: is no code of telecom/@value (got callto). Try: one of mailto, tel"
        ),
    ]
}
