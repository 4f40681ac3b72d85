import SMSPContract

/// What a caller gets when there is no answer from a backend.
///
/// This is the one place where a failure of ours becomes an HTTP answer; what a PDS answer means stands in
/// `Mappings/outcomes.csv`.
enum FailureAnswer: Sendable, Equatable {
    /// An answer that holds a code alone, HTTP 200.
    case code(ResponseCode)
    /// A fault, HTTP 500.
    case fault(SMSPFault)
    /// A fault that asks for another try soon, HTTP 503.
    case retryLater

    /// Decisions D7 to D10, with the site's switches.
    ///
    /// - Parameter isOperationKnown: whether there is an operation whose answer could hold a code.
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
        case (.internalError, true): self = .code(.softwareFailure)
        case (.internalError, false): self = .fault(.internalError)
        }
    }
}
