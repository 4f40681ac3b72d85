import JSONTree

/// The reason that an answer of PDS cannot be used; never holds text of the answer.
public enum UnreadableReply: Error, Sendable, Hashable {
    /// There is no body.
    case empty
    /// The body is HTML or XML.
    case markup
    /// The body is no JSON, is cut off, or is over a limit.
    case brokenJSON
    /// An object has two members of one name, so that its meaning is ambiguous.
    case duplicateKey
    /// The body is another resource than a Patient, a Bundle or an OperationOutcome, or none.
    case otherResource
    /// A Bundle is no result of a search for patients.
    case brokenSearchset
    /// It is not known whose record the body, or an entry of it, is.
    case identity(PatientIdentityProblem)
    /// A record or result came with another status than 200.
    case recordWithStatus(Int)
}

extension UnreadableReply {
    init(_ error: JSONParseError) {
        if case .duplicateKey = error { self = .duplicateKey } else { self = .brokenJSON }
    }

    init(_ problem: PatientProblem) {
        switch problem {
        case .notAPatient: self = .otherResource
        case .identity(let problem): self = .identity(problem)
        }
    }

    init(_ problem: SearchsetProblem) {
        switch problem {
        case .notASearchset: self = .otherResource
        case .noTotal, .entryIsNoPatient: self = .brokenSearchset
        case .identity(let problem): self = .identity(problem)
        }
    }
}
