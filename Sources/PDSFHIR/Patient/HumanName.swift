public import JSONTree
public import NHSIdentifiers

/// A name of a patient.
///
/// - SeeAlso: FHIR R4, data type `HumanName`.
public struct HumanName: Sendable, Hashable, Redacted {
    /// The surname; nil when the name has none.
    public let family: String?
    /// The given names in their order; an entry that is no text is empty, so that the others keep their places.
    public let given: [String]

    /// The name in `json`.
    public init(_ json: JSONValue) {
        family = json["family"]?.string
        given = json["given"]?.elements.map { $0.string ?? "" } ?? []
    }
}
