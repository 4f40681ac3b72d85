/// A code of the vocabulary Sex.
///
/// - SeeAlso: Domain Message Specification v1.1, vocabulary Sex (``OID/sex``).
public enum AdministrativeGender: String, Sendable, Hashable, CaseIterable {
    /// Not known.
    case notKnown = "0"
    /// Male.
    case male = "1"
    /// Female.
    case female = "2"
    /// Not specified.
    case notSpecified = "9"
}
