public import NHSIdentifiers
import SMSPContract

/// A person who does not exist, as the master record of both simulators holds them.
///
/// The vocabulary is PDS's own, neither HL7v3's nor FHIR's: each simulator renders it by code of its own, so that
/// comparing what they say means something. Dates are texts as PDS holds them, partial and impossible ones included.
///
/// Absent: nil, or an empty list, is a fact that PDS does not hold.
public struct SyntheticPerson: Sendable, Equatable {
    /// The status of a record.
    public enum State: Sendable, Equatable {
        /// The record is in use.
        case live
        /// The record was merged into that of another number, which may itself be superseded or invalidated.
        case supersededBy(NHSNumber)
        /// The record was withdrawn and may not be shown.
        case invalidated
    }

    /// The person's NHS number.
    public let nhsNumber: NHSNumber
    /// The status of the record.
    public let state: State
    /// The serial change number of the record, from 1.
    public let version: Int
    /// Confidentiality labels in PDS's order: `U`, `R`, `V`, `REDACTED` or an unknown one; empty: none.
    public let security: [String]
    /// Names of every type and time, in PDS's order.
    public let names: [SyntheticName]
    /// `male`, `female`, `other`, `unknown`, or a text that means nothing.
    public let gender: String?
    /// `yyyy-mm-dd`, `yyyy-mm` or `yyyy`.
    public let birthDate: String?
    /// Order in a multiple birth: 1 to 7, 8 not applicable, 9 not known.
    public let multipleBirth: Int?
    /// Date of death as `birthDate`, or a time with or without `+00:00`.
    public let deceased: String?
    /// Addresses of every use and time, in PDS's order.
    public let addresses: [SyntheticAddress]
    /// Telephone numbers, e-mail addresses and the like, in PDS's order.
    public let telecoms: [SyntheticTelecom]
    /// Ways to reach the person to call in an emergency.
    public let emergencyContacts: [SyntheticTelecom]
    /// The practice at which the person is, was or will be registered.
    public let practice: SyntheticRegistration?
    /// The organisation that holds the record of a person who has left general practice.
    public let managingOrganization: SyntheticRegistration?
    /// Facts that SMSP has no place for.
    public let rareFacts: SyntheticRareFacts
}

/// A first and a last day; either may be open.
public struct SyntheticPeriod: Sendable, Equatable {
    /// First day, `yyyy-mm-dd`.
    public let from: String?
    /// Last day, `yyyy-mm-dd`.
    public let to: String?
}

/// A name of a synthetic person.
public struct SyntheticName: Sendable, Equatable {
    /// PDS's types of name.
    public enum Use: String, Sendable, CaseIterable {
        case usual
        case alias
        case preferred
        case previous
        case maiden
    }

    /// Type of name.
    public let use: Use
    /// Titles in order.
    public let prefixes: [String]
    /// The first name, then all other given names in one text: the two values that PDS keeps.
    public let given: [String]
    /// Surname.
    public let family: String?
    /// The suffixes of the name.
    public let suffixes: [String]
    /// The period of use of the name.
    public let period: SyntheticPeriod
}

/// A postal address of a synthetic person.
public struct SyntheticAddress: Sendable, Equatable {
    /// PDS's uses of an address.
    public enum Use: String, Sendable, CaseIterable {
        case home
        case temporary
        case correspondence
        case work
    }

    /// Use.
    public let use: Use
    /// The kind of a temporary address, in words.
    public let text: String?
    /// Exactly five slots: premises, street, locality, town, county; empty where a slot is blank.
    public let lines: [String]
    /// Postcode.
    public let postcode: String?
    /// The period of use of the address.
    public let period: SyntheticPeriod
    /// Key of the address in the Postcode Address File.
    public let paf: String?
    /// Unique property reference number.
    public let uprn: String?
}

/// A telephone number, an e-mail address or the like.
public struct SyntheticTelecom: Sendable, Equatable {
    /// The system of the contact.
    public enum Kind: String, Sendable, CaseIterable {
        case phone
        case email
        case fax
        case textphone
        case other
    }

    /// The use of the contact.
    public enum Use: String, Sendable, CaseIterable {
        case home
        case work
        case temporary
        case mobile
    }

    /// Kind.
    public let kind: Kind
    /// Use; nil in old data.
    public let use: Use?
    /// The number or address as it was typed.
    public let value: String?
    /// The period of use.
    public let period: SyntheticPeriod
}

/// A registration with an organisation, by its ODS code.
public struct SyntheticRegistration: Sendable, Equatable {
    /// ODS code of the organisation.
    public let ods: String
    /// The period of the registration.
    public let period: SyntheticPeriod
}
