/// What a caller asks, once every value of it has been found valid.
///
/// Which parts are there depends on the operation: `verifyNHSNumber` and `getPatientDetailsByNHSNumber` always carry
/// ``nhsNumber`` and ``dateOfBirth``.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3–4.7; schemas QUPA_MT000001GB01 to QUPA_MT000005GB01.
public struct SMSPRequest: Sendable, Equatable, Withheld {
    /// The operation asked.
    public let operation: SMSPOperation
    /// `Person.DateOfBirth`.
    public let dateOfBirth: TimestampText
    /// `Person.NHSNumber`; absent in the searches.
    public let nhsNumber: NHSNumber?
    /// `Person.Name`; absent when the caller sent none, or blank parts only.
    public let name: PersonNameQuery?
    /// `Person.LocalIdentifier`, echoed with an answer that has a subject.
    public let localIdentifier: InstanceIdentifier?

    /// A request of these parts.
    public init(
        operation: SMSPOperation,
        dateOfBirth: TimestampText,
        nhsNumber: NHSNumber?,
        name: PersonNameQuery? = nil,
        localIdentifier: InstanceIdentifier? = nil
    ) {
        self.operation = operation
        self.dateOfBirth = dateOfBirth
        self.nhsNumber = nhsNumber
        self.name = name
        self.localIdentifier = localIdentifier
    }
}

/// The name a caller gives for a person.
public struct PersonNameQuery: Sendable, Equatable, Withheld {
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
