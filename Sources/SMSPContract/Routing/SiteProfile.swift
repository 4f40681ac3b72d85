/// The switches of a site for the questions that the contract leaves open.
///
/// Every property is a ⚙ switch of the project's decisions; its default is the decision's. A site changes one when
/// the product it leaves behind answered differently.
public struct SiteProfile: Sendable, Equatable {
    /// The answer of a failed verification (D1).
    public enum VerifyFailure: String, Sendable, CaseIterable {
        case codeOnly, withFalse
    }
    /// The payload with DEMOG-0017 (D5).
    public enum Superseded: String, Sendable, CaseIterable {
        case full, codeOnly
    }
    /// The answer if PDS cannot be queried (D7).
    public enum Unavailable: String, Sendable, CaseIterable {
        case spineError = "DEMOG-9999"
        case couldNotConnect = "SMSP-0004"
        case softwareFailure = "SMSP-9999"
        case fault2100
    }
    /// The answer if the bridge is overloaded and the site is known (D10).
    public enum Busy: String, Sendable, CaseIterable {
        case http503
        case spineError = "DEMOG-9999"
    }
    /// The treatment of a surname of one or two characters in a request by number (D36).
    public enum ShortSurname: String, Sendable, CaseIterable {
        case accept, reject
    }
    /// The consequence of a search with postcode without match, as PDS then finds no restricted patient (D23).
    public enum RestrictedWithPostcode: String, Sendable, CaseIterable {
        case noMatch, secondTry
    }
    /// The parts of a name in an answer (D13).
    public enum Names: String, Sendable, CaseIterable {
        case full, firstGivenOnly
    }
    /// Which of several current addresses of one use is given (D17).
    public enum SeveralCurrent: String, Sendable, CaseIterable {
        case first, latestStart
    }
    /// The content of an answer's SOAP header (D43).
    public enum ResponseHeader: String, Sendable, CaseIterable {
        case captured, rich
    }
    /// The enforcement of a check of the WS-Security header (D30).
    public enum Check: String, Sendable, CaseIterable {
        case enforce, ignore
    }
    /// The reading of payloads that break the schema (D31).
    public enum Reading: String, Sendable, CaseIterable {
        case lenient, strict
    }

    /// D1.
    public var verifyFailure: VerifyFailure = .codeOnly
    /// D3.
    public var requireAuditIdentity: Bool = true
    /// D5.
    public var superseded: Superseded = .full
    /// D7.
    public var unavailable: Unavailable = .spineError
    /// D10.
    public var busy: Busy = .http503
    /// D13.
    public var names: Names = .full
    /// D17.
    public var severalCurrent: SeveralCurrent = .first
    /// D23.
    public var restrictedWithPostcode: RestrictedWithPostcode = .noMatch
    /// D30; nil is the decision's default: enforced when TLS is on.
    public var timestamp: Check?
    /// D30; nil is the decision's default: enforced with mutual TLS.
    public var username: Check?
    /// D31.
    public var reading: Reading = .lenient
    /// D35; nil is `limits.deadline`.
    public var deadline: Duration?
    /// D36.
    public var shortSurname: ShortSurname = .accept
    /// D43.
    public var responseHeader: ResponseHeader = .captured

    /// The decisions' defaults.
    public init() {}
}

extension SiteProfile {
    /// Every switch that is set, by the key and in the words of `sites.yaml`; one that is left to the decision's
    /// default is left out where that default depends on more than the profile.
    public var switches: [(key: String, value: String)] {
        let always = [
            ("verifyFailure", verifyFailure.rawValue), ("requireAuditIdentity", "\(requireAuditIdentity)"),
            ("superseded", superseded.rawValue), ("unavailable", unavailable.rawValue), ("busy", busy.rawValue),
            ("names", names.rawValue), ("severalCurrent", severalCurrent.rawValue),
            ("restrictedWithPostcode", restrictedWithPostcode.rawValue), ("reading", reading.rawValue),
            ("shortSurname", shortSurname.rawValue), ("responseHeader", responseHeader.rawValue),
        ]
        let optional = [
            ("timestamp", timestamp?.rawValue), ("username", username?.rawValue),
            ("deadline", deadline.map { "\(Int64($0 / .milliseconds(1)))ms" }),
        ]
        return always + optional.compactMap { key, value in value.map { (key, $0) } }
    }
}
