/// On what ground an organisation lets a patient's data be read beside the answering of a call.
///
/// A comparison is a second access to a patient's data, for which somebody has to answer.
///
/// - SeeAlso: docs/evidence.md §1; docs/sites.example.yaml.
public struct InformationGovernanceBasis: Sendable, Equatable {
    /// What data is read for.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// PDS FHIR is asked beside the legacy endpoint.
        case shadow
        /// The legacy endpoint is asked beside PDS FHIR.
        case verify
        /// Both are asked a second time.
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

    /// Whether the basis is under twelve months old on a day, `YYYY-MM-DD`, and not of a later one.
    func isCurrent(on today: String) -> Bool {
        guard let year = Int(date.prefix(4)) else { return false }
        return date <= today && today < "\(year + 1)" + date.dropFirst(4)
    }
}
