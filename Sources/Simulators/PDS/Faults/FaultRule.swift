public import NHSIdentifiers

/// The calls that a fault affects.
public struct FaultRule: Sendable, Equatable {
    /// The calls that a rule looks at.
    public enum Scope: Sendable, Equatable {
        /// `GET /Patient/{id}` of any number.
        case patients
        /// `GET /Patient/{id}` of this number.
        case patient(NHSNumber)
        /// `GET /Patient?…`.
        case searches
        /// The token endpoint.
        case token
    }

    /// The calls in its scope that a rule affects, distinguished by `X-Request-ID`.
    public typealias Occasion = FaultOccasion

    /// The fault.
    public let fault: Fault
    /// The calls it looks at.
    public let scope: Scope
    /// The ones it spoils.
    public let occasion: Occasion

    /// `fault` for the calls of `scope` that `occasion` chooses.
    public init(_ fault: Fault, on scope: Scope = .patients, _ occasion: Occasion = .always) {
        self.fault = fault
        self.scope = scope
        self.occasion = occasion
    }
}

extension FaultRule.Scope {
    /// True if calls to `endpoint` are in scope.
    func includes(_ endpoint: PDSEndpoint) -> Bool {
        switch (self, endpoint) {
        case (.token, .token), (.patients, .patient), (.searches, .patients): true
        case (.patient(let number), .patient(let id)): number.digits == id
        default: false
        }
    }
}
