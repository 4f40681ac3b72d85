/// How a site's clients want the open questions of the contract answered.
///
/// Every property is a ⚙ switch of the project's decisions; its default is the decision's. A site changes one when
/// the product it leaves behind answered differently.
public struct SiteProfile: Sendable, Equatable {
    /// What a failed verification answers (D1).
    public enum VerifyFailure: String, Sendable, CaseIterable {
        case codeOnly, withFalse
    }
    /// What stands beside DEMOG-0017 (D5).
    public enum Superseded: String, Sendable, CaseIterable {
        case full, codeOnly
    }
    /// What answers when PDS cannot be asked (D7).
    public enum Unavailable: String, Sendable, CaseIterable {
        case spineError = "DEMOG-9999"
        case couldNotConnect = "SMSP-0004"
        case softwareFailure = "SMSP-9999"
        case fault2100
    }
    /// What answers when the bridge is overloaded and the site is known (D10).
    public enum Busy: String, Sendable, CaseIterable {
        case http503
        case spineError = "DEMOG-9999"
    }
    /// Whether a surname of one or two characters may be asked for by number (D36).
    public enum ShortSurname: String, Sendable, CaseIterable {
        case accept, reject
    }
    /// What a search with postcode that finds nobody leads to, as PDS then finds no restricted patient (D23).
    public enum RestrictedWithPostcode: String, Sendable, CaseIterable {
        case noMatch, secondTry
    }
    /// How much of a name is given (D13).
    public enum Names: String, Sendable, CaseIterable {
        case full, firstGivenOnly
    }
    /// Which of several current addresses of one use is given (D17).
    public enum SeveralCurrent: String, Sendable, CaseIterable {
        case first, latestStart
    }
    /// How much the SOAP header of an answer holds (D43).
    public enum ResponseHeader: String, Sendable, CaseIterable {
        case captured, rich
    }
    /// Whether a check of the WS-Security header is made (D30).
    public enum Check: String, Sendable, CaseIterable {
        case enforce, ignore
    }
    /// How payloads that break the schema are read (D31).
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
