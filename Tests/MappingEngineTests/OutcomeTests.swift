import MappingEngine
import SMSPContract
import Testing

/// What an answer of PDS means: decisions D1, D4 to D7, D11, D24, D25, D28, D32, D50 and D63.
@Suite struct OutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let decision: String
        var call = PDSCall.retrieve
        var operations: [SMSPOperation] = [.verifyNHSNumber, .getPatientDetailsByNHSNumber, .getPatientDetails]
        let status: Int
        let resource: String?
        let code: String?
        let condition: OutcomeCondition?
        let answer: Outcome.Answer
        let payload: Outcome.Payload
        let alarm: String?

        var testDescription: String {
            "\(decision): \(call) \(status) \(resource ?? "-") \(code ?? "-") \(condition?.rawValue ?? "-")"
        }
    }

    private static func record(
        _ decision: String,
        _ operation: SMSPOperation,
        _ condition: OutcomeCondition,
        _ answer: Outcome.Answer,
        _ payload: Outcome.Payload = .none
    ) -> Case {
        Case(
            decision: decision,
            operations: operation == .getPatientDetailsByNHSNumber ? [operation, .getPatientDetails] : [operation],
            status: 200,
            resource: "Patient",
            code: nil,
            condition: condition,
            answer: answer,
            payload: payload,
            alarm: nil
        )
    }

    private static func refusal(
        _ decision: String,
        _ status: Int,
        _ resource: String?,
        _ code: String?,
        _ answer: Outcome.Answer,
        alarm: String? = nil
    ) -> Case {
        Case(
            decision: decision,
            status: status,
            resource: resource,
            code: code,
            condition: nil,
            answer: answer,
            payload: .none,
            alarm: alarm
        )
    }

    static let cases: [Case] = [
        record("D26", .verifyNHSNumber, .verified, .code(.success), .full),
        record("D1", .verifyNHSNumber, .notVerified, .verifyFailure),
        record("D5", .verifyNHSNumber, .supersededVerified, .superseded, .full),
        record("D5", .verifyNHSNumber, .supersededNotVerified, .verifyFailure),
        record("D28", .verifyNHSNumber, .redacted, .code(.invalidated)),
        record("D11", .verifyNHSNumber, .noValidAnswer, .code(.responseInvalid)),
        record("D26", .getPatientDetailsByNHSNumber, .verified, .code(.success), .full),
        record("D26", .getPatientDetailsByNHSNumber, .notVerified, .code(.notVerified)),
        record("D5", .getPatientDetailsByNHSNumber, .supersededVerified, .superseded, .full),
        record("D5", .getPatientDetailsByNHSNumber, .supersededNotVerified, .code(.notVerified)),
        record("D28", .getPatientDetailsByNHSNumber, .redacted, .code(.invalidated)),
        record("D11", .getPatientDetailsByNHSNumber, .noValidAnswer, .code(.responseInvalid)),
        refusal("D4", 404, "OperationOutcome", "RESOURCE_NOT_FOUND", .code(.noMatch)),
        refusal("D6", 404, "OperationOutcome", "INVALIDATED_RESOURCE", .code(.invalidated)),
        refusal("D4", 404, "OperationOutcome", "SOMETHING_ELSE", .unavailable),
        refusal("D4", 404, "OperationOutcome", nil, .unavailable),
        refusal("D4", 404, nil, nil, .unavailable),
        refusal(
            "D63",
            400,
            "OperationOutcome",
            "INVALID_RESOURCE_ID",
            .requestRefused,
            alarm: "requestRefused"
        ),
        refusal("D63", 400, "OperationOutcome", nil, .requestRefused, alarm: "requestRefused"),
        refusal("D63", 400, nil, nil, .unavailable),
        refusal("D7", 401, "OperationOutcome", "ACCESS_DENIED", .unavailable, alarm: "accessRefused"),
        refusal("D7", 401, nil, nil, .unavailable, alarm: "accessRefused"),
        refusal("D7", 403, "OperationOutcome", "ACCESS_DENIED", .unavailable, alarm: "accessRefused"),
        refusal("D7", 408, nil, nil, .unavailable),
        refusal("D7", 429, "OperationOutcome", "TOO_MANY_REQUESTS", .unavailable),
        refusal("D7", 500, "OperationOutcome", "UNKNOWN_ERROR", .unavailable),
        refusal("D7", 502, nil, nil, .unavailable),
        refusal("D7", 503, nil, nil, .unavailable),
        refusal("D7", 504, nil, nil, .unavailable),
        refusal("D7", 599, nil, nil, .unavailable),
        refusal("D7", 200, nil, nil, .unavailable),
        refusal("D7", 200, "Bundle", nil, .unavailable),
        refusal("D7", 302, nil, nil, .unavailable),
        refusal("D32", 200, "OperationOutcome", "TOO_MANY_MATCHES", .unavailable),
        refusal("D32", 200, "OperationOutcome", "RESOURCE_NOT_FOUND", .unavailable),
        refusal("D7", 404, "Patient", "RESOURCE_NOT_FOUND", .unavailable),
    ]

    /// What a search or the retrieve after it means to an operation that makes it.
    private static func searched(
        _ decision: String,
        _ call: PDSCall,
        _ operations: [SMSPOperation],
        _ status: Int,
        _ resource: String?,
        _ code: String? = nil,
        _ condition: OutcomeCondition? = nil,
        _ answer: Outcome.Answer,
        _ payload: Outcome.Payload = .none,
        alarm: String? = nil
    ) -> Case {
        Case(
            decision: decision,
            call: call,
            operations: operations,
            status: status,
            resource: resource,
            code: code,
            condition: condition,
            answer: answer,
            payload: payload,
            alarm: alarm
        )
    }

    private static let searching: [SMSPOperation] = [.getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails]
    private static let detailed: [SMSPOperation] = [.getPatientDetailsBySearch, .getPatientDetails]
    private static let (outcome, bundle) = ("OperationOutcome", "Bundle")

    static let searches: [Case] = [
        searched("D25", .search, [.getNHSNumber], 200, bundle, nil, .fits, .code(.success), .full),
        searched(
            "D25",
            .search,
            searching,
            200,
            bundle,
            nil,
            .contradicts,
            .code(.responseInvalid),
            alarm: "contradiction"
        ),
        searched("D23", .search, searching, 200, bundle, nil, .nobody, .code(.noMatch)),
        searched("D50", .search, searching, 200, bundle, nil, .several, .code(.multipleMatches)),
        searched("D50", .search, searching, 200, bundle, nil, .inconsistent, .code(.responseInvalid)),
        searched("D28", .search, searching, 200, bundle, nil, .redacted, .code(.invalidated)),
        searched("D11", .search, searching, 200, bundle, nil, .noValidAnswer, .code(.responseInvalid)),
        searched("D50", .search, searching, 200, outcome, "TOO_MANY_MATCHES", nil, .code(.multipleMatches)),
        searched("D32", .search, searching, 200, outcome, "RESOURCE_NOT_FOUND", nil, .unavailable),
        searched("D32", .search, searching, 200, outcome, nil, nil, .unavailable),
        searched("D7", .search, searching, 404, outcome, "RESOURCE_NOT_FOUND", nil, .unavailable),
        searched("D7", .search, searching, 200, nil, nil, nil, .unavailable),
        searched("D63", .search, searching, 400, outcome, "INVALID_SEARCH_DATA", .valueRefused, .code(.inputInvalid)),
        searched("D63", .search, searching, 400, outcome, "INVALID_VALUE", .valueRefused, .code(.inputInvalid)),
        searched(
            "D63",
            .search,
            searching,
            400,
            outcome,
            "INVALID_SEARCH_DATA",
            nil,
            .requestRefused,
            alarm: "requestRefused"
        ),
        searched(
            "D63",
            .search,
            searching,
            400,
            outcome,
            "MISSING_VALUE",
            nil,
            .requestRefused,
            alarm: "requestRefused"
        ),
        searched("D63", .search, searching, 400, nil, nil, nil, .unavailable),
        searched("D7", .search, searching, 403, outcome, "INVALID_VALUE", nil, .unavailable, alarm: "accessRefused"),
        searched("D24", .found, detailed, 200, "Patient", nil, .fits, .code(.success), .full),
        searched(
            "D24",
            .found,
            detailed,
            200,
            "Patient",
            nil,
            .contradicts,
            .code(.responseInvalid),
            alarm: "contradiction"
        ),
        searched("D28", .found, detailed, 200, "Patient", nil, .redacted, .code(.invalidated)),
        searched("D11", .found, detailed, 200, "Patient", nil, .noValidAnswer, .code(.responseInvalid)),
        searched("D24", .found, detailed, 404, outcome, "RESOURCE_NOT_FOUND", nil, .code(.noMatch)),
        searched("D24", .found, detailed, 404, outcome, "INVALIDATED_RESOURCE", nil, .code(.invalidated)),
        searched("D24", .found, detailed, 404, nil, nil, nil, .unavailable),
        searched(
            "D63",
            .found,
            detailed,
            400,
            outcome,
            "INVALID_VALUE",
            nil,
            .requestRefused,
            alarm: "requestRefused"
        ),
        searched("D24", .found, detailed, 503, nil, nil, nil, .unavailable),
    ]

    @Test("every answer of PDS means what its decision says", arguments: cases + searches)
    func meanings(_ test: Case) throws {
        for operation in test.operations {
            let outcome = try ShippedTables.tables().outcome(
                operation: operation,
                call: test.call,
                status: test.status,
                resource: test.resource,
                code: test.code,
                condition: test.condition
            )
            #expect(outcome.answer == test.answer)
            #expect(outcome.payload == test.payload)
            #expect(outcome.alarm == test.alarm)
        }
    }

    @Test("an answer about which no row is means the last row", arguments: SMSPOperation.allCases)
    func totality(_ operation: SMSPOperation) throws {
        let outcome = try ShippedTables.tables().outcome(
            operation: operation,
            call: .retrieve,
            status: 299,
            resource: "Elephant",
            code: "TRUNK",
            condition: .verified
        )
        #expect(outcome.answer == .unavailable)
        #expect(outcome.row.line == 27)
    }
}
