import SMSPContract
import Testing

@testable import Bridge

@Suite struct FailureResponseTests {
    @Test(
        "what answers when PDS cannot be asked is the profile's choice (D7)",
        arguments: [
            (SiteProfile.Unavailable.spineError, FailureResponse.code(.spineError)),
            (.couldNotConnect, .code(.couldNotConnect)), (.softwareFailure, .code(.softwareFailure)),
            (.fault2100, .fault(.backendUnavailable)),
        ]
    )
    func unavailable(_ choice: SiteProfile.Unavailable, _ answer: FailureResponse) {
        var profile = SiteProfile()
        profile.unavailable = choice
        #expect(FailureResponse(.unavailable, profile: profile, isOperationKnown: true) == answer)
    }

    @Test(
        "what answers when there is no room is the profile's choice (D10)",
        arguments: [(SiteProfile.Busy.http503, FailureResponse.retryLater), (.spineError, .code(.spineError))]
    )
    func busy(_ choice: SiteProfile.Busy, _ answer: FailureResponse) {
        var profile = SiteProfile()
        profile.busy = choice
        #expect(FailureResponse(.busy, profile: profile, isOperationKnown: true) == answer)
    }

    @Test("a failure of the bridge itself is SMSP-9999 (D9)")
    func internalError() {
        #expect(
            FailureResponse(.internalError, profile: SiteProfile(), isOperationKnown: true) == .code(.softwareFailure)
        )
    }

    @Test(
        "where the operation is not known no code can be given, and a fault is",
        arguments: [
            (BackendFailure.unavailable, FailureResponse.fault(.backendUnavailable)), (.busy, .retryLater),
            (.internalError, .fault(.internalError)),
        ]
    )
    func unknownOperation(_ failure: BackendFailure, _ answer: FailureResponse) {
        #expect(FailureResponse(failure, profile: SiteProfile(), isOperationKnown: false) == answer)
    }
}
