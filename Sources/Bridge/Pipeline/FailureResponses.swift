import FoundationEssentials
import SMSPContract

/// The response to a call that no backend answers.
///
/// This is the one place where a failure of ours becomes a response; `Mappings/outcomes.csv` decides on PDS answers.
enum FailureResponse: Sendable, Equatable {
    /// An answer that holds a code alone, HTTP 200.
    case code(ResponseCode)
    /// A fault, HTTP 500.
    case fault(SMSPFault)
    /// A fault that asks for another try soon, HTTP 503.
    case retryLater

    /// The response of decisions D7 to D10, with the site's switches.
    ///
    /// - Parameter isOperationKnown: True if there is an operation whose answer can hold a code.
    init(_ failure: BackendFailure, profile: SiteProfile, isOperationKnown: Bool) {
        switch (failure, isOperationKnown) {
        case (.unavailable, true):
            switch profile.unavailable {
            case .spineError: self = .code(.spineError)
            case .couldNotConnect: self = .code(.couldNotConnect)
            case .softwareFailure: self = .code(.softwareFailure)
            case .fault2100: self = .fault(.backendUnavailable)
            }
        case (.unavailable, false): self = .fault(.backendUnavailable)
        case (.busy, true):
            switch profile.busy {
            case .http503: self = .retryLater
            case .spineError: self = .code(.spineError)
            }
        case (.busy, false): self = .retryLater
        case (.requestRefused, true), (.internalError, true): self = .code(.softwareFailure)
        case (.requestRefused, false), (.internalError, false): self = .fault(.internalError)
        }
    }
}

/// The writer of the bridge's own answers, which enters in the call's record what they are.
struct FailureResponses: Sendable {
    private let renderer: AnswerRenderer

    init(ids: UUIDSource) {
        renderer = AnswerRenderer(ids: ids)
    }

    /// An answer of the contract, HTTP 200.
    func response(_ response: SMSPResponse, in call: CallContext, record: inout CallRecord) -> WireAnswer {
        record.outcome = response.code.rawValue
        record.subject = record.subject ?? response.nhsNumber
        let body = renderer.render(
            response,
            header: call.site.profile.responseHeader,
            relatesTo: record.messageID,
            now: call.request.receivedAt
        )
        return .soap(body, status: 200)
    }

    /// A SOAP fault, HTTP 500.
    func fault(_ fault: SMSPFault, record: inout CallRecord) -> WireAnswer {
        record.outcome = "fault \(fault.errorCode.rawValue)"
        record.refusal = fault.rawValue
        return .soap(renderer.render(fault), status: 500)
    }

    /// The answer to a message that could not be read for `fault`: HTTP 415 where a content encoding is the reason.
    func unreadable(_ request: WireRequest, _ fault: SMSPFault, record: inout CallRecord) -> WireAnswer {
        guard request.isIdentityEncoded else {
            record.outcome = "HTTP 415"
            return WireAnswer(status: 415)
        }
        return self.fault(fault, record: &record)
    }

    /// The answer to a call that is for no site.
    ///
    /// - Parameter mayBeForASite: True if path and certificate allow a site. Then a message that holds nothing to
    ///   identify one by is the fault, not the caller.
    func unidentified(
        _ request: WireRequest,
        _ outline: MessageOutline,
        mayBeForASite: Bool,
        record: inout CallRecord
    ) -> WireAnswer {
        guard mayBeForASite else { return fault(.callerUnknown, record: &record) }
        switch outline.message {
        case .failure(let fault): return unreadable(request, fault, record: &record)
        case .success(let message):
            return fault(message.distributionEnvelope == nil ? .envelopeMissing : .callerUnknown, record: &record)
        }
    }

    /// A fault that asks for another try soon, HTTP 503 (decision D10).
    func retryLater() -> WireAnswer { .retryLater(renderer.render(.overloaded)) }

    /// The answer in place of a backend's (decisions D7 to D10).
    func failure(_ failure: BackendFailure, in call: CallContext, record: inout CallRecord) -> WireAnswer {
        let operation = call.outline.operation
        record.failure = failure
        defer { record.refusal = "\(failure)" }
        switch (FailureResponse(failure, profile: call.site.profile, isOperationKnown: operation != nil), operation) {
        case (.code(let code), let operation?):
            return response(.codeOnly(code, for: operation), in: call, record: &record)
        case (.fault(let fault), _): return self.fault(fault, record: &record)
        case (.code, nil): return self.fault(.internalError, record: &record)
        case (.retryLater, _):
            record.outcome = "HTTP 503"
            return retryLater()
        }
    }
}
