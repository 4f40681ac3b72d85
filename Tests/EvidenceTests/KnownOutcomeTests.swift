import SMSPContract
import Testing

@testable import Evidence

/// An outcome is kept where it is one of the contract's, and whatever a legacy endpoint puts in its place is not.
@Suite struct KnownOutcomeTests {
    private static let known =
        ResponseCode.allCases.map(\.rawValue)
        + ["fault", "fault 1000", "fault 2100", "fault 2200", "fault 3000", "HTTP 100", "HTTP 404", "HTTP 503"]

    @Test("codes, faults and statuses are kept as they are", arguments: known)
    func kept(_ outcome: String) {
        #expect(ComparedCall.known(outcome) == outcome)
    }

    @Test(
        "anything else is another code",
        arguments: [
            "", "9990000018", "SMSP-0000 9990000018", "smsp-0000", "DEMOG-9990", "fault Quillfeather",
            "fault 9990000018",
            "fault ", "HTTP 999", "HTTP 20", "HTTP 2000", "HTTP Quillfeather", "HTTP 200 Quillfeather",
            "Quillfeather\nHTTP 200", "HTTP 200\nQuillfeather", "fault\n", "HTTP ٢٠٠",
        ]
    )
    func others(_ outcome: String) {
        #expect(ComparedCall.known(outcome) == "another code")
    }
}
