import Foundation
import NHSIdentifiers
import SMSPContract
import Testing

/// The rules for searches that the schema does not express.
@Suite struct SearchValidationTests {
    private static let searches: [SMSPOperation] = [.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails]

    private static func request(
        _ operation: SMSPOperation = .getNHSNumber,
        born: String = "19820417",
        nhsNumber: String? = nil,
        gender: AdministrativeGender? = .female,
        given: String? = "Ottilie",
        family: String? = "Quillfeather",
        postcode: String? = nil
    ) throws -> SMSPRequest {
        SMSPRequest(
            operation: operation,
            dateOfBirth: try #require(TimestampText(born)),
            nhsNumber: nhsNumber.flatMap(NHSNumber.init),
            gender: gender,
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode,
            localIdentifier: InstanceIdentifier(root: "2.16.840.1.113883.2.1.3.2.4.18.24", extension: "RXX:00007")
        )
    }

    /// What a message that asks `request` is read as.
    private static func read(_ request: SMSPRequest) throws -> SMSPRequest {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let message = RequestRenderer(ids: .random).render(
            request,
            to: "https://bridge.example.nhs.uk/smsp",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:ward-clerk-7"),
            username: nil,
            now: now
        )
        return try SMSPCallReader(profileIDs: [request.operation.names.requestProfile]).read(
            try SOAPMessage(message),
            operation: request.operation,
            soapAction: nil,
            profile: SiteProfile(),
            connection: ConnectionFacts(isEncrypted: false, certificate: nil),
            now: now
        ).request
    }

    private static func refuses(_ request: SMSPRequest, as problem: InputProblem) throws {
        #expect(throws: SMSPRefusal.invalidInput(problem)) { try read(request) }
    }

    @Test("a search is read with all its parts", arguments: searches)
    func allParts(_ operation: SMSPOperation) throws {
        let request = try Self.request(operation, postcode: "ZE9 9XA")
        #expect(try Self.read(request) == request)
    }

    @Test("a month or year of birth will do for getNHSNumber alone (D22)", arguments: ["1982", "198204"])
    func partialDate(_ born: String) throws {
        let request = try Self.request(born: born)
        #expect(try Self.read(request) == request)
        for operation in [SMSPOperation.getPatientDetailsBySearch, .getPatientDetails] {
            try Self.refuses(Self.request(operation, born: born), as: .dateOfBirth)
        }
    }

    @Test("a search needs a surname (D27)", arguments: searches)
    func noSurname(_ operation: SMSPOperation) throws {
        try Self.refuses(Self.request(operation, family: nil), as: .surnameMissing)
    }

    @Test("getPatientDetails without number needs a gender and a forename, the other searches no forename (D27)")
    func conditionalParts() throws {
        try Self.refuses(Self.request(.getPatientDetails, gender: nil), as: .genderMissing)
        try Self.refuses(Self.request(.getPatientDetails, given: nil), as: .forenameMissing)
        for operation in [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch] {
            let request = try Self.request(operation, given: nil)
            #expect(try Self.read(request) == request)
        }
    }

    @Test("getPatientDetails with a number is read by number, gender and postcode ignored (D56)")
    func byNumber() throws {
        let read = try Self.read(
            Self.request(.getPatientDetails, nhsNumber: "9990000018", postcode: "not a postcode at all")
        )
        #expect(read == (try Self.request(.getPatientDetails, nhsNumber: "9990000018", gender: nil)))
        try Self.refuses(Self.request(.getPatientDetails, nhsNumber: "9990000018", family: "Quill*"), as: .wildcard)
    }

    @Test("two characters stand before a wildcard", arguments: ["Qu*", "Qu*l*r", "O'*"])
    func wildcards(_ family: String) throws {
        #expect(try Self.read(Self.request(family: family)).name?.family == family)
    }

    @Test("a wildcard that comes sooner is refused", arguments: ["*", "Q*", "*feather", "Q*ill"])
    func earlyWildcards(_ value: String) throws {
        try Self.refuses(Self.request(family: value), as: .wildcard)
        try Self.refuses(Self.request(given: value), as: .wildcard)
        try Self.refuses(Self.request(postcode: value), as: .wildcard)
    }

    @Test(
        "a postcode has one space among at most eight letters and digits",
        arguments: ["LS1 6AE", "ze9 9xa", "AB12*"]
    )
    func postcodes(_ postcode: String) throws {
        #expect(try Self.read(Self.request(postcode: postcode)).postcode == postcode)
    }

    @Test("another form is refused", arguments: ["LS16AE", "LS1  6AE", "LS1-6AE", "LS116 6AEE", "L S1 6AE"])
    func otherPostcodes(_ postcode: String) throws {
        try Self.refuses(Self.request(postcode: postcode), as: .postcode)
    }

    @Test("a value longer than PDS keeps is refused (D57)")
    func tooLong() throws {
        let (longest, longer) = (String(repeating: "é", count: 35), String(repeating: "é", count: 36))
        #expect(try Self.read(Self.request(family: longest)).name?.family == longest)
        try Self.refuses(Self.request(family: longer), as: .tooLong)
        try Self.refuses(Self.request(given: longer), as: .tooLong)
    }

    @Test("an operation that is not read gets fault 2200")
    func otherOperations() throws {
        let reader = SMSPCallReader(profileIDs: [], operations: [.verifyNHSNumber])
        let message = try SOAPMessage(
            Array("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body/></e:Envelope>".utf8)
        )
        #expect(throws: SMSPRefusal.fault(.operationNotAvailable)) {
            try reader.read(
                message,
                operation: .getNHSNumber,
                soapAction: nil,
                profile: SiteProfile(),
                connection: ConnectionFacts(isEncrypted: false, certificate: nil),
                now: Date(timeIntervalSince1970: 0)
            )
        }
    }

    @Test("a name in decomposed Unicode is counted in NFC, and is read in it (D68)", arguments: searches)
    func decomposed(_ operation: SMSPOperation) throws {
        let longest = String(repeating: "e\u{301}", count: 35)
        let name = try Self.read(Self.request(operation, given: "Zoe\u{308}", family: longest)).name
        #expect(name?.given.map { Array($0.unicodeScalars) } == Array("Zo\u{EB}".unicodeScalars))
        #expect(
            name?.family.map { Array($0.unicodeScalars) }
                == Array(String(repeating: "\u{E9}", count: 35).unicodeScalars)
        )
        try Self.refuses(Self.request(operation, family: longest + "e"), as: .tooLong)
        // Two characters have to stand before a wildcard, and this is one.
        try Self.refuses(Self.request(operation, family: "e\u{301}*"), as: .wildcard)
    }
}
