import SMSPContract
import Testing

@testable import Bridge

@Suite struct FailureAnswerTests {
    @Test(
        "what answers when PDS cannot be asked is the profile's choice (D7)",
        arguments: [
            (SiteProfile.Unavailable.spineError, FailureAnswer.code(.spineError)),
            (.couldNotConnect, .code(.couldNotConnect)), (.softwareFailure, .code(.softwareFailure)),
            (.fault2100, .fault(.backendUnavailable)),
        ]
    )
    func unavailable(_ choice: SiteProfile.Unavailable, _ answer: FailureAnswer) {
        var profile = SiteProfile()
        profile.unavailable = choice
        #expect(FailureAnswer(.unavailable, profile: profile, isOperationKnown: true) == answer)
    }

    @Test(
        "what answers when there is no room is the profile's choice (D10)",
        arguments: [(SiteProfile.Busy.http503, FailureAnswer.retryLater), (.spineError, .code(.spineError))]
    )
    func busy(_ choice: SiteProfile.Busy, _ answer: FailureAnswer) {
        var profile = SiteProfile()
        profile.busy = choice
        #expect(FailureAnswer(.busy, profile: profile, isOperationKnown: true) == answer)
    }

    @Test("a failure of the bridge itself is SMSP-9999 (D9)")
    func internalError() {
        #expect(
            FailureAnswer(.internalError, profile: SiteProfile(), isOperationKnown: true) == .code(.softwareFailure)
        )
    }

    @Test(
        "where the operation is not known no code can be given, and a fault is",
        arguments: [
            (BackendFailure.unavailable, FailureAnswer.fault(.backendUnavailable)), (.busy, .retryLater),
            (.internalError, .fault(.internalError)),
        ]
    )
    func unknownOperation(_ failure: BackendFailure, _ answer: FailureAnswer) {
        #expect(FailureAnswer(failure, profile: SiteProfile(), isOperationKnown: false) == answer)
    }
}
