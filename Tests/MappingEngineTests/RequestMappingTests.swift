import JSONTree
import MappingEngine
import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Testing

@Suite struct RequestMappingTests {
    static func request(_ operation: SMSPOperation, number: String?) throws -> SMSPRequest {
        SMSPRequest(
            operation: operation,
            dateOfBirth: try #require(TimestampText("19820417")),
            nhsNumber: number.flatMap(NHSNumber.init)
        )
    }

    static func search(
        _ operation: SMSPOperation = .getNHSNumber,
        born: String = "19820417",
        given: String? = nil,
        family: String = "Quillfeather",
        gender: AdministrativeGender = .female,
        postcode: String? = nil
    ) throws -> SMSPRequest {
        SMSPRequest(
            operation: operation,
            dateOfBirth: try #require(TimestampText(born)),
            gender: gender,
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode
        )
    }

    /// The query of the search for `request`.
    private static func query(_ request: SMSPRequest) throws -> String? {
        try ShippedTables.tables().searchCall(for: request)?.query?.encoded
    }

    @Test(
        "PDS is asked for the number of the request",
        arguments: [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber, .getPatientDetails]
    )
    func retrieve(_ operation: SMSPOperation) throws {
        let call = try ShippedTables.tables().retrieveCall(for: try Self.request(operation, number: "9991007016"))
        #expect(call == FHIRCall(call: .retrieve, resource: "Patient", target: .id("9991007016")))
        #expect(call?.path == "Patient/9991007016")
    }

    @Test(
        "PDS is asked for all that the request tells, with history, for one patient (D20, D21)",
        arguments: [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails]
    )
    func search(_ operation: SMSPOperation) throws {
        let request = try Self.search(operation, given: "Zoë M*", family: "O'Qui*", postcode: "ZE9 9XA")
        let call = try #require(try ShippedTables.tables().searchCall(for: request))
        #expect(call.call == .search)
        #expect(
            call.path
                == "Patient?family=O%27Qui%2A&given=Zo%C3%AB%20M%2A&gender=female&birthdate=eq1982-04-17"
                + "&address-postalcode=ZE9%209XA&_history=true&_max-results=1"
        )
    }

    @Test("what the caller did not send is not sent")
    func absent() throws {
        #expect(
            try Self.query(Self.search())
                == "family=Quillfeather&gender=female&birthdate=eq1982-04-17&_history=true&_max-results=1"
        )
    }

    @Test(
        "every gender is sent in the words of PDS (D21)",
        arguments: zip(
            [AdministrativeGender.male, .female, .notSpecified, .notKnown],
            ["male", "female", "other", "unknown"]
        )
    )
    func gender(_ gender: AdministrativeGender, _ expected: String) throws {
        let call = try ShippedTables.tables().searchCall(for: try Self.search(gender: gender))
        #expect(call?.query?[.gender] == expected)
    }

    @Test(
        "a month or year of birth is sent as a range of days (D22)",
        arguments: [
            ("198204", "birthdate=ge1982-04-01&birthdate=le1982-04-30"),
            ("198312", "birthdate=ge1983-12-01&birthdate=le1983-12-31"),
            ("198402", "birthdate=ge1984-02-01&birthdate=le1984-02-29"),
            ("190002", "birthdate=ge1900-02-01&birthdate=le1900-02-28"),
            ("1982", "birthdate=ge1982-01-01&birthdate=le1982-12-31"),
        ]
    )
    func dateOfBirth(_ born: String, _ expected: String) throws {
        let query = try #require(try Self.query(Self.search(born: born)))
        #expect(query == "family=Quillfeather&gender=female&\(expected)&_history=true&_max-results=1")
    }

    @Test("the record that a search found is asked for by its own number, for details only (D24)")
    func found() throws {
        let tables = try ShippedTables.tables()
        let patient = try Patient(JSONValue.parse(Array(SyntheticRecord.json().utf8)))
        let details = tables.foundCall(for: try Self.search(.getPatientDetailsBySearch), found: patient)
        #expect(details == FHIRCall(call: .found, resource: "Patient", target: .id(patient.id)))
        #expect(tables.foundCall(for: try Self.search(.getPatientDetails), found: patient) == details)
        #expect(tables.foundCall(for: try Self.search(.getNHSNumber), found: patient) == nil)
    }

    @Test("a search can be repeated without a parameter, and a retrieve stays as it is")
    func without() throws {
        let tables = try ShippedTables.tables()
        let search = try #require(try tables.searchCall(for: Self.search(postcode: "ZE9 9XA")))
        #expect(search.without(.postalCode) == (try tables.searchCall(for: Self.search())))
        let retrieve = FHIRCall(call: .retrieve, resource: "Patient", target: .id("9991007016"))
        #expect(retrieve.without(.postalCode) == retrieve)
    }

    @Test("a request by number is no search, and one without number no retrieve")
    func nothingToAsk() throws {
        let tables = try ShippedTables.tables()
        #expect(tables.retrieveCall(for: try Self.request(.getNHSNumber, number: nil)) == nil)
        #expect(tables.retrieveCall(for: try Self.request(.verifyNHSNumber, number: nil)) == nil)
        #expect(tables.searchCall(for: try Self.request(.verifyNHSNumber, number: nil)) == nil)
        #expect(tables.searchCall(for: try Self.request(.getPatientDetails, number: "9991007016")) == nil)
    }

    @Test("a call does not describe itself: its id is patient data")
    func callIsWithheld() {
        #expect("\(FHIRCall(call: .retrieve, resource: "Patient", target: .id("9991007016")))" == "FHIRCall")
    }

    @Test("requests of all five profiles are taken (D40)")
    func profiles() throws {
        let expected = SMSPOperation.allCases.map { "urn:nhs-en:profile:" + $0.names.requestCode }
        #expect(try ShippedTables.tables().profileIDs == Set(expected))
    }
}
