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

    /// Decisions D7, D9 and D10, with the site's switches.
    init(_ failure: BackendFailure, profile: SiteProfile) {
        switch failure {
        case .unavailable:
            switch profile.unavailable {
            case .spineError: self = .code(.spineError)
            case .couldNotConnect: self = .code(.couldNotConnect)
            case .softwareFailure: self = .code(.softwareFailure)
            case .fault2100: self = .fault(.backendUnavailable)
            }
        case .busy:
            switch profile.busy {
            case .http503: self = .retryLater
            case .spineError: self = .code(.spineError)
            }
        case .internalError: self = .code(.softwareFailure)
        }
    }
}
