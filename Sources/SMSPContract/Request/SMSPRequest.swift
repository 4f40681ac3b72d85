public import NHSIdentifiers

/// A caller's query whose values are all valid.
///
/// Which parts are there depends on the operation: `verifyNHSNumber` and `getPatientDetailsByNHSNumber` always carry
/// ``nhsNumber``, the searches never do but always a surname and ``gender``. `getPatientDetails` is either: what it is
/// tells ``isByNumber``.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3–4.7; schemas QUPA_MT000001GB01 to QUPA_MT000005GB01.
public struct SMSPRequest: Sendable, Equatable, Redacted {
    /// The operation.
    public let operation: SMSPOperation
    /// `Person.DateOfBirth`; a year or month alone only in `getNHSNumber` (decision D22).
    public let dateOfBirth: TimestampText
    /// `Person.NHSNumber`; absent in the searches.
    public let nhsNumber: NHSNumber?
    /// `Person.Gender`; absent with an NHS number (decision D56).
    public let gender: AdministrativeGender?
    /// `Person.Name`; absent when the caller sent none, or blank parts only.
    public let name: PersonNameQuery?
    /// `Person.Postcode` as sent, outer white space removed; it may hold a wildcard.
    ///
    /// Absent with an NHS number (D56), and if the caller sent none or a blank one (D49).
    public let postcode: String?
    /// `Person.LocalIdentifier`, echoed with an answer that has a subject.
    public let localIdentifier: InstanceIdentifier?

    /// A request of these parts.
    public init(
        operation: SMSPOperation,
        dateOfBirth: TimestampText,
        nhsNumber: NHSNumber? = nil,
        gender: AdministrativeGender? = nil,
        name: PersonNameQuery? = nil,
        postcode: String? = nil,
        localIdentifier: InstanceIdentifier? = nil
    ) {
        self.operation = operation
        self.dateOfBirth = dateOfBirth
        self.nhsNumber = nhsNumber
        self.gender = gender
        self.name = name
        self.postcode = postcode
        self.localIdentifier = localIdentifier
    }

    /// True if the request has an NHS number, and is no search.
    public var isByNumber: Bool { nhsNumber != nil }
}

/// The name a caller gives for a person.
///
/// In a search its parts may hold wildcards.
public struct PersonNameQuery: Sendable, Equatable, Redacted {
    /// The forename, outer white space removed; absent or one character and more.
    public let given: String?
    /// The surname, outer white space removed; absent or one character and more.
    public let family: String?

    /// A name of these parts; nil when both are absent.
    public init?(given: String?, family: String?) {
        guard given != nil || family != nil else { return nil }
        self.given = given
        self.family = family
    }
}
