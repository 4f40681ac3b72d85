public import NHSIdentifiers

/// The `patient` of a `getPatientDetailsResponse-v1-0`.
///
/// Absent parts are left out of the answer: a client reads "omitted" and "blank" differently (SMSP-PDS-006).
///
/// - SeeAlso: schema COMT_MT000016GB01; PDS SMS Provider Requirements §4.5.
public struct PatientDetails: Sendable, Equatable, Redacted {
    /// `id`, first.
    public var nhsNumber: NHSNumber
    /// `id`, second: the caller's local identifier.
    public var localIdentifier: InstanceIdentifier?
    /// `name`.
    public var name: PersonName?
    /// `addr`, at most one of each use, in the order PST, TMP, H (decision D15).
    public var addresses: [PostalAddress]
    /// `telecom`, in the order PDS sends them.
    public var telecoms: [Telecom]
    /// `patientPerson/administrativeGenderCode`.
    public var administrativeGender: AdministrativeGender?
    /// `patientPerson/birthTime`.
    public var birthTime: TimestampText?
    /// `patientPerson/deceasedTime`; absent while the person is not known to have died.
    public var deceasedTime: TimestampText?
    /// `patientPerson/gPPractice`.
    public var practice: GPPractice?

    /// A patient of whom nothing but the number is known.
    public init(nhsNumber: NHSNumber) {
        self.nhsNumber = nhsNumber
        self.addresses = []
        self.telecoms = []
    }
}

/// PN: the usual name of a person.
///
/// - SeeAlso: `datatypeflavours.xsd#PN.NHS.PersonNameType2`.
public struct PersonName: Sendable, Equatable, Redacted {
    /// `prefix`: the title.
    public var prefix: String?
    /// `given`, first: the forename.
    public var given: String?
    /// `given`, second: the other given names.
    ///
    /// Only with a first.
    public var otherGiven: String?
    /// `family`.
    public var family: String?

    /// A name without parts.
    public init() {}

    /// True if the name has no part; such a name is left out of an answer.
    public var isEmpty: Bool { prefix == nil && given == nil && otherGiven == nil && family == nil }
}

/// AD: an address of five lines.
///
/// - SeeAlso: `datatypeflavours.xsd#AD.NHS.AddressType2`.
public struct PostalAddress: Sendable, Equatable, Redacted {
    /// `addr/@use` of a patient's address.
    public enum Use: String, Sendable, Hashable, CaseIterable {
        /// Correspondence.
        case correspondence = "PST"
        /// Temporary.
        case temporary = "TMP"
        /// Home.
        case home = "H"
    }

    /// The number of `streetAddressLine` of an address: always this many, blank ones included.
    public static let lineCount = 5

    /// `@use`; absent on a practice's address.
    public let use: Use?
    /// `postalCode`.
    public let postalCode: String?
    /// `streetAddressLine`, exactly ``lineCount`` of them; an empty text is a blank line.
    public let lines: [String]

    /// An address of these parts: lines beyond the fifth are not taken, missing ones are blank.
    public init(use: Use?, postalCode: String?, lines: [String]) {
        self.use = use
        self.postalCode = postalCode
        self.lines = (0..<Self.lineCount).map { $0 < lines.count ? lines[$0] : "" }
    }
}

/// TEL: a telephone number or e-mail address.
///
/// - SeeAlso: `datatypes.xsd#TEL`; PDS SMS Provider Requirements §4.5.
public struct Telecom: Sendable, Equatable, Redacted {
    /// `telecom/@use`.
    public enum Use: String, Sendable, Hashable, CaseIterable {
        /// Primary home.
        case primaryHome = "HP"
        /// Mobile contact.
        case mobile = "MC"
        /// Work place: the practice's own number.
        case workPlace = "WP"
    }

    /// `@use`.
    public let use: Use
    /// `@value`, with its scheme.
    public let value: String
    /// `useablePeriod/low/@value`.
    public let usableFrom: TimestampText?
    /// `useablePeriod/high/@value`.
    public let usableTo: TimestampText?

    /// A contact of these parts.
    public init(use: Use, value: String, usableFrom: TimestampText? = nil, usableTo: TimestampText? = nil) {
        self.use = use
        self.value = value
        self.usableFrom = usableFrom
        self.usableTo = usableTo
    }
}

/// The practice a person is registered with.
///
/// - SeeAlso: COMT_MT000016GB01, `gPPractice`.
public struct GPPractice: Sendable, Equatable, Redacted {
    /// `locationOrganization/id/@extension`: the ODS code.
    public var odsCode: String
    /// `locationOrganization/name`.
    public var name: String?
    /// `addr`, without `@use`.
    public var address: PostalAddress?
    /// `telecom`.
    public var telecom: Telecom?

    /// A practice of which only the code is known.
    public init(odsCode: String) {
        self.odsCode = odsCode
    }
}
