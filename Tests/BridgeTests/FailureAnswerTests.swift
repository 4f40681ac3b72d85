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
        #expect(FailureAnswer(.unavailable, profile: profile) == answer)
    }

    @Test(
        "what answers when there is no room is the profile's choice (D10)",
        arguments: [(SiteProfile.Busy.http503, FailureAnswer.retryLater), (.spineError, .code(.spineError))]
    )
    func busy(_ choice: SiteProfile.Busy, _ answer: FailureAnswer) {
        var profile = SiteProfile()
        profile.busy = choice
        #expect(FailureAnswer(.busy, profile: profile) == answer)
    }

    @Test("a failure of the bridge itself is SMSP-9999 (D9)")
    func internalError() {
        #expect(FailureAnswer(.internalError, profile: SiteProfile()) == .code(.softwareFailure))
    }
}
