import NHSIdentifiers
import RawHTTP
import SMSPContract
import SchemaValidation
import Testing
import XMLTree

@testable import Simulators

@Suite("Legacy simulator: searches")
struct LegacySearchTests {
    /// A search and what it finds.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let family: String
        let given: String?
        let gender: AdministrativeGender
        let born: String
        let postcode: String?
        /// The one number found, or the code that stands alone.
        let result: String

        init(
            _ description: String,
            _ family: String,
            _ given: String? = nil,
            _ gender: AdministrativeGender = .female,
            born: String,
            at postcode: String? = nil,
            _ result: String
        ) {
            testDescription = description
            self.family = family
            self.given = given
            self.gender = gender
            self.born = born
            self.postcode = postcode
            self.result = result
        }
    }

    static let none = "DEMOG-0001"

    /// What holds for every search, of either precision of the date.
    static let cases = [
        Case("surname", "Quillfeather", born: "19610409", "9990000018"),
        Case("both names, in any case", "QUILLFEATHER", "odalys", born: "19610409", "9990000018"),
        Case("a surname that only begins alike", "Quill", born: "19610409", none),
        Case("a wildcard at the end", "Qu*", "Od*", born: "19610409", "9990000018"),
        Case("a wildcard in the middle", "Qui*ther", born: "19610409", "9990000018"),
        Case("two wildcards", "Qu*fea*er", born: "19610409", "9990000018"),
        Case("wildcards that do not fit", "Qu*fea*es", born: "19610409", none),
        Case("a wildcard for nothing", "Quillfeather*", born: "19610409", "9990000018"),
        Case("the second given name", "Quillfeather", "Marigold", born: "19610409", none),
        Case("another gender", "Quillfeather", nil, .male, born: "19610409", none),
        Case("gender other", "Sandspar", nil, .notSpecified, born: "19960405", "9990000662"),
        Case("gender unknown", "Marlpit", nil, .notKnown, born: "20220202", "9990000670"),
        Case("a record without gender", "Windhover", nil, .notKnown, born: "19821017", none),
        Case("another date", "Quillfeather", born: "19610410", none),
        Case("a name that has ended", "Rushholm", "Clemency", born: "19490101", "9990000409"),
        Case("an alias", "Orchard", "Clementine", born: "19490101", "9990000409"),
        Case("a preferred name", "Dunnock", "Clem", born: "19490101", "9990000409"),
        Case("surname of one name, forename of another", "Rushholm", "Clem", born: "19490101", none),
        Case("a name that has not begun", "Yewbarrow", born: "19840427", none),
        Case("the name beside it", "Pinderwick", born: "19840427", "9990000360"),
        Case("an apostrophe counts", "ODwimmer", nil, .male, born: "19661111", none),
        Case("a hyphen counts", "Le Penhallow", nil, .male, born: "19700829", none),
        Case("accents composed and not", "Mu\u{308}hlenbrook", "ZOE\u{308}", born: "19890930", "9990000484"),
        Case("a surname of two letters", "ng", born: "19930611", "9990000417"),
        Case("a compound first name whole", "Lintwhite", "Mary Jane Rue", born: "19760525", "9990000530"),
        Case("a compound first name in part", "Lintwhite", "Mary", born: "19760525", none),
        Case("postcode", "Quillfeather", born: "19610409", at: "lx1 4qd", "9990000018"),
        Case("another postcode", "Quillfeather", born: "19610409", at: "LX1 4QE", none),
        Case("a wildcard in the postcode", "Quillfeather", born: "19610409", at: "LX1*", "9990000018"),
        Case("postcode of a temporary address", "Triskele", nil, .male, born: "19831119", at: "WX6 3UF", "9990000727"),
        Case("postcode of a work address", "Millgate", nil, .male, born: "19730122", at: "MX9 9TE", "9990000816"),
        Case("postcode of an address that has ended", "Elsewhere", born: "19620111", at: "LX1 1FM", "9990000735"),
        Case("postcode of an address yet to come", "Elsewhere", born: "19620111", at: "LX2 2CM", none),
        Case("restricted", "Hartsease", born: "19920924", "9990000182"),
        Case("restricted, with postcode", "Hartsease", born: "19920924", at: "LX5 5SG", none),
        Case("another label, with postcode", "Veilcroft", nil, .male, born: "19680606", at: "MX6 6CS", none),
        Case("no label, with postcode", "Underbough", nil, .male, born: "19810418", at: "MX1 8BL", none),
        Case("redacted", "Blankenshore", nil, .male, born: "19770707", "DEMOG-0022"),
        Case("superseded: the record that lives on", "Marchbank-Teal", born: "19880808", "9990000069"),
        Case("superseded by the record of another person", "Wherrymead", nil, .male, born: "19521130", none),
        Case("invalidated", "Duskrow", nil, .male, born: "19990901", none),
        Case("no name on record", "Nobody", born: "20030303", none),
        Case("month of birth on record only", "Halfmoon", born: "19471201", none),
        Case("an impossible date on record", "Thirtieth", nil, .male, born: "19850228", none),
    ]

    static let partialDates = [
        Case("a month, the record having the day", "Quillfeather", born: "196104", "9990000018"),
        Case("a year, the record having the day", "Quillfeather", born: "1961", "9990000018"),
        Case("another month", "Quillfeather", born: "196105", none),
        Case("a month, the record having the month", "Halfmoon", born: "194712", "9990000638"),
        Case("a year, the record having the month", "Halfmoon", born: "1947", "9990000638"),
        Case("a month, the record having the year", "Evergale", nil, .male, born: "193501", none),
    ]

    /// What a client reads of the answer to a search.
    private func reading(of call: LegacyCall, among people: SyntheticPeople? = nil) throws -> LegacyReading {
        let response = PatientRecords(
            people: try people ?? PDSTesting.people.get(),
            practices: try LegacyTesting.configuration().practices,
            date: LondonDate(at: LegacyTesting.noon)
        ).response(to: LegacyQuery(call.request))
        let message = AnswerMessage(origin: AnswerOrigin(at: LegacyTesting.noon))
        return try LegacyReading(body: message.answer(response, header: .captured, relatesTo: "").body)
    }

    private func call(_ test: Case, _ operation: SMSPOperation) throws -> LegacyCall {
        try LegacyCall(
            operation,
            family: test.family,
            given: test.given,
            gender: test.gender,
            born: test.born,
            postcode: test.postcode,
            localIdentifier: InstanceIdentifier(root: "1.3.5.7.9.24.68.1", extension: "RXX:ward 7")
        )
    }

    /// What a search finds: a number, or the code that stands alone.
    private func result(of test: Case, _ operation: SMSPOperation) throws -> String {
        let reading = try reading(of: call(test, operation))
        guard reading.patient != nil else { return reading.code ?? "" }
        #expect(reading.code == "SMSP-0000")
        #expect(reading.leaves.dropFirst().first == "id=RXX:ward 7")
        return String(reading.leaves[0].dropFirst("id=".count))
    }

    @Test("who is found", arguments: cases)
    func found(_ test: Case) async throws {
        for operation in [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails] {
            #expect(try result(of: test, operation) == test.result, "\(operation)")
        }
    }

    @Test("a partial date of birth", arguments: partialDates)
    func partialDate(_ test: Case) async throws {
        #expect(try result(of: test, .getNHSNumber) == test.result)
    }

    @Test("two people who fit are too many, and a postcode can tell them apart")
    func several() throws {
        let person = """
            names: [{ use: usual, given: [Merle], family: Twinfield }], gender: female, birthDate: 1990-10-10,
            """
        let people = try SyntheticPeople(
            yaml: """
                people:
                  - { nhsNumber: "9990000018", \(person) addresses: [{ use: home, postcode: LX1 1TW }] }
                  - { nhsNumber: "9990000026", \(person) addresses: [{ use: home, postcode: LX1 2TW }] }
                """,
            file: "twins.yaml"
        )
        let both = try LegacyCall(family: "Twinfield", gender: .female, born: "19901010")
        let one = try LegacyCall(family: "Twinfield", gender: .female, born: "19901010", postcode: "LX1 2TW")
        let several = try reading(of: both, among: people)
        #expect(several.code == "DEMOG-0007")
        #expect(several.payload?.elements.count == 3)
        #expect(try reading(of: one, among: people).code == "SMSP-0000")
    }

    @Test("a number found is all that getNHSNumber tells")
    func numberOnly() throws {
        let call = try LegacyCall(.getNHSNumber, family: "Quillfeather", gender: .female, born: "1961")
        #expect(try reading(of: call).leaves == ["id=9990000018"])
    }

    @Test("getPatientDetails with a number is a call by number")
    func detailsByNumber() throws {
        let details = try LegacyCall(.getPatientDetails, number: "9990000018", born: "19610409")
        let byNumber = try LegacyCall(number: "9990000018", born: "19610409")
        #expect(try reading(of: details).patient == reading(of: byNumber).patient)
        let wrong = try LegacyCall(.getPatientDetails, number: "9990000018", born: "19700101")
        #expect(try reading(of: wrong).code == "DEMOG-0040")
    }

    @Test("a restricted person who is found has no location data")
    func restricted() throws {
        let call = try LegacyCall(family: "Hartsease", gender: .female, born: "19920924")
        let leaves = try reading(of: call).leaves
        #expect(leaves.contains("name/family=Hartsease"))
        for located in ["addr", "telecom", "patientPerson/gPPractice"] {
            #expect(!leaves.contains { $0.hasPrefix(located) })
        }
    }

    @Test(
        "every answer is valid against the published schemas",
        .enabled(if: PublishedSchema.isAvailable, Comment(rawValue: PublishedSchema.absence))
    )
    func schemas() async throws {
        for test in Self.cases {
            await Task.yield()
            for operation in [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails] {
                try PublishedAnswerSchema.expectValid(try reading(of: call(test, operation)).reply.body)
            }
        }
    }
}

extension LegacyQuery {
    /// The query that a request makes.
    init(_ request: SMSPRequest) {
        self.init(
            operation: request.operation,
            dateOfBirth: request.dateOfBirth,
            nhsNumber: request.nhsNumber,
            gender: request.gender,
            given: request.name?.given,
            family: request.name?.family,
            postcode: request.postcode,
            localIdentifier: request.localIdentifier
        )
    }
}
