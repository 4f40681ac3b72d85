import FoundationEssentials
import SMSPContract

/// Makes the answers that the bridge itself gives, and notes in the call's record what they are.
struct FailureResponses: Sendable {
    private let renderer: AnswerRenderer

    init(ids: UUIDSource) {
        renderer = AnswerRenderer(ids: ids)
    }

    /// An answer of the contract, HTTP 200.
    func response(
        _ response: SMSPResponse,
        to messageID: String?,
        header: SiteProfile.ResponseHeader,
        now: Date,
        record: inout CallRecord
    ) -> WireAnswer {
        record.outcome = response.code.rawValue
        record.subject = record.subject ?? response.nhsNumber
        return .soap(renderer.render(response, header: header, relatesTo: messageID, now: now), status: 200)
    }

    /// A SOAP fault, HTTP 500.
    func fault(_ fault: SMSPFault, record: inout CallRecord) -> WireAnswer {
        record.outcome = "fault \(fault.errorCode.rawValue)"
        record.refusal = fault.rawValue
        return .soap(renderer.render(fault), status: 500)
    }

    /// A fault that asks for another try soon, HTTP 503 (decision D10).
    func retryLater() -> WireAnswer { .retryLater(renderer.render(.overloaded)) }

    /// What a caller gets instead of a backend's answer (decisions D7 to D10).
    ///
    /// - Parameter operation: nil when it is not known, and then no code can be given: a fault is.
    func failure(
        _ failure: BackendFailure,
        of operation: SMSPOperation?,
        to messageID: String?,
        profile: SiteProfile,
        now: Date,
        record: inout CallRecord
    ) -> WireAnswer {
        let form = FailureAnswer(failure, profile: profile, isOperationKnown: operation != nil)
        record.failure = failure
        defer { record.refusal = "\(failure)" }
        switch (form, operation) {
        case (.code(let code), let operation?):
            return response(
                .codeOnly(code, for: operation),
                to: messageID,
                header: profile.responseHeader,
                now: now,
                record: &record
            )
        case (.fault(let fault), _): return self.fault(fault, record: &record)
        case (.code, nil): return self.fault(.internalError, record: &record)
        case (.retryLater, _):
            record.outcome = "HTTP 503"
            return retryLater()
        }
    }
}
