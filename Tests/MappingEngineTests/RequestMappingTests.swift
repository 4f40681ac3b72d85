import MappingEngine
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

    @Test(
        "PDS is asked for the number of the request",
        arguments: [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber]
    )
    func retrieve(_ operation: SMSPOperation) throws {
        let call = try ShippedTables.tables().retrieveCall(for: try Self.request(operation, number: "9991007016"))
        #expect(call == FHIRCall(call: .retrieve, resource: "Patient", id: "9991007016"))
        #expect(call?.path == "Patient/9991007016")
    }

    @Test("an operation that is not mapped, and a request without number, ask nothing")
    func nothingToAsk() throws {
        let tables = try ShippedTables.tables()
        #expect(tables.retrieveCall(for: try Self.request(.getNHSNumber, number: nil)) == nil)
        #expect(tables.retrieveCall(for: try Self.request(.verifyNHSNumber, number: nil)) == nil)
    }

    @Test("a call does not describe itself: its id is patient data")
    func callIsWithheld() {
        #expect("\(FHIRCall(call: .retrieve, resource: "Patient", id: "9991007016"))" == "FHIRCall")
    }

    @Test("requests of all five profiles are taken (D40)")
    func profiles() throws {
        let expected = SMSPOperation.allCases.map { "urn:nhs-en:profile:" + $0.names.requestCode }
        #expect(try ShippedTables.tables().profileIDs == Set(expected))
    }
}
