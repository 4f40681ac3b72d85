import SMSPContract
import Simulators
import Testing

/// Searches through the real program, in front of the simulator's own search.
@Suite struct SearchServeTests {
    private static func request(
        _ operation: SMSPOperation,
        family: String,
        given: String,
        born: String,
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

    /// As `RunningBridge`, with time enough for a busy machine.
    private static func running<Value: Sendable>(
        sites: String = "- { id: RXX, ods: RXX }\n",
        _ body: @escaping @Sendable (BridgeProcess, PDSSimulator) async throws -> Value
    ) async throws -> (value: Value, remains: BridgeProcess.Remains) {
        try await RunningBridge.running(
            fhir: ["requestsPerSecond: 10000", "timeout: 20s"],
            limits: "{ deadline: 30s }",
            sites: sites,
            body
        )
    }

    @Test("a search gives the number, for details the whole record, and PDS is asked once more for it")
    func found() async throws {
        let (answers, remains) = try await Self.running { bridge, pds in
            let caller = try SMSPCaller(port: bridge.port)
            var answers: [SMSPCaller.Answer] = []
            for operation in [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails] {
                let request = try Self.request(operation, family: "Foreways*", given: "Gw*", born: "19750521")
                let nobody = try await caller.ask(request)
                #expect(nobody.code == "DEMOG-0001")
                answers.append(
                    try await caller.ask(
                        Self.request(operation, family: "fourways", given: "Gw*", born: "19750521", postcode: "MX3 3TS")
                    )
                )
            }
            #expect(pds.traffic.searches == 6)
            #expect(pds.traffic.retrieves == 2)
            return answers
        }
        #expect(answers.map(\.code) == ["SMSP-0000", "SMSP-0000", "SMSP-0000"])
        #expect(answers.map { $0.leaf(.nhsNumber) } == ["9990000700", "9990000700", "9990000700"])
        #expect(answers.map { $0.leaf(.family) } == [nil, "Fourways", "Fourways"])
        #expect(answers.map { $0.leaf(.temporaryPostalCode) } == [nil, "WX1 1FS", "WX1 1FS"])
        #expect(!remains.error.contains("ourways"))
    }

    @Test("a merged record of another person is never answered: its date of birth was not asked for (D25)")
    func contradiction() async throws {
        let (answer, _) = try await Self.running { bridge, _ in
            let request = try Self.request(
                .getNHSNumber,
                family: "Wherrymead",
                given: "Thaddeus",
                born: "19521130",
                gender: .male
            )
            return try await SMSPCaller(port: bridge.port).ask(request)
        }
        #expect(answer.code == "SMSP-0002")
        #expect(!answer.text.contains("9990000131"))
    }

    @Test(
        "twins whom a search cannot tell apart are DEMOG-0007, and what tells them apart finds one",
        arguments: [SMSPOperation.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails]
    )
    func twins(_ operation: SMSPOperation) async throws {
        let (answers, _) = try await Self.running { bridge, _ in
            let caller = try SMSPCaller(port: bridge.port)
            return [
                try await caller.ask(Self.request(operation, family: "Twinbrook", given: "Jos*", born: "19830611")),
                try await caller.ask(Self.request(operation, family: "Twinbrook", given: "Josa*", born: "19830611")),
            ]
        }
        #expect(answers.map(\.code) == ["DEMOG-0007", "SMSP-0000"])
        #expect(answers.map { $0.leaf(.nhsNumber) } == [nil, "9990000999"])
    }

    @Test("a month of birth finds who was born in it (D22)")
    func month() async throws {
        let (answer, _) = try await Self.running { bridge, _ in
            let request = try Self.request(.getNHSNumber, family: "Halfmoon", given: "Ondine", born: "194712")
            return try await SMSPCaller(port: bridge.port).ask(request)
        }
        #expect(answer.leaf(.nhsNumber) == "9990000638")
    }

    @Test("a restricted patient is found by postcode where the site wishes a second try (D23)")
    func secondTry() async throws {
        let sites = "- { id: RXX, ods: RXX, profile: { restrictedWithPostcode: secondTry } }\n"
        let request = try Self.request(
            .getPatientDetailsBySearch,
            family: "Hartsease",
            given: "Sabeline",
            born: "19920924",
            postcode: "LX5 5SG"
        )
        let (once, _) = try await Self.running { bridge, _ in
            try await SMSPCaller(port: bridge.port).ask(request)
        }
        let (twice, _) = try await Self.running(sites: sites) { bridge, _ in
            try await SMSPCaller(port: bridge.port).ask(request)
        }
        #expect(once.code == "DEMOG-0001")
        #expect(twice.code == "SMSP-0000")
        #expect(twice.leaf(.nhsNumber) == "9990000182")
        #expect(twice.leaf(.homePostalCode) == nil)
    }
}
