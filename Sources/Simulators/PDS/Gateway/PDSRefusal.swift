import HTTPTypes
import JSONTree

/// An OperationOutcome of one issue, with the status it travels under.
///
/// - SeeAlso: docs/contract/pds-fhir.md §4.
struct PDSRefusal: Error, Sendable {
    /// The origin of the answer, which decides its content type.
    enum Origin: Sendable {
        case gateway
        case spine
    }

    var status: HTTPResponse.Status
    var code: String
    var display: String
    var issueCode: String
    var severity = "error"
    var diagnostics: String?
    var origin: Origin

    var answer: PDSAnswer {
        switch origin {
        case .gateway: PDSAnswer(gateway: outcome, status: status)
        case .spine: PDSAnswer(fhir: outcome, status: status)
        }
    }

    private var outcome: JSONValue {
        .members([
            "resourceType": .string("OperationOutcome"),
            "issue": .array([
                .members([
                    "severity": .string(severity),
                    "code": .string(issueCode),
                    "details": .members([
                        "coding": .array([
                            .members([
                                "system": .string("https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode"),
                                "version": .string("1"),
                                "code": .string(code),
                                "display": .string(display),
                            ])
                        ])
                    ]),
                    "diagnostics": .text(diagnostics),
                ])
            ]),
        ])
    }
}
