/// An organisation's basis for reading a patient's data in addition to answering a call.
///
/// A comparison is a second access to a patient's data, which needs an accountable approval.
///
/// - SeeAlso: docs/evidence.md §1; docs/sites.example.yaml.
public struct InformationGovernanceBasis: Sendable, Equatable {
    /// The purposes of reading data.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// PDS FHIR is queried in addition to the legacy endpoint.
        case shadow
        /// The legacy endpoint is queried in addition to PDS FHIR.
        case verify
        /// Both are queried again.
        case reask
    }

    /// `reference`: the document.
    public let reference: String
    /// `approvedBy`.
    public let approvedBy: String
    /// `date`, `YYYY-MM-DD`.
    public let date: String
    /// `covers`.
    public let covers: Set<Purpose>

    /// A basis of these parts.
    public init(reference: String, approvedBy: String, date: String, covers: Set<Purpose>) {
        self.reference = reference
        self.approvedBy = approvedBy
        self.date = date
        self.covers = covers
    }

    /// True if the basis is under twelve months old on a day, `YYYY-MM-DD`, and not of a later one.
    func isCurrent(on today: String) -> Bool {
        guard let year = Int(date.prefix(4)) else { return false }
        return date <= today && today < "\(year + 1)" + date.dropFirst(4)
    }
}
