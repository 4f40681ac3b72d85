/// The summary that `mappings check` prints for valid tables.
public struct MappingSummary: Sendable, Hashable, Codable {
    /// The `id` of `mapping.yaml`.
    public let id: String
    /// The `version` of `mapping.yaml`.
    public let version: String
    /// SHA-256 of the tables.
    public let contentHash: String
    /// The operations that are mapped, by their names.
    public let operations: [String]
    /// Rows and groups of `responses/`.
    public let rows: Int
    /// Leaves of a PDS Patient that rows read, wholly or in some entries.
    public let mappedLeaves: Int
    /// Leaves of a PDS Patient that are dropped at every place.
    public let droppedLeaves: Int
    /// Leaves of a PDS Patient with a closed list: a value that is not on it is left out, with an alarm.
    public let closedLists: Int
    /// Rows of `codes/`.
    public let codes: Int
    /// Rows of `outcomes.csv`.
    public let outcomes: Int
    /// Profile ids of `profiles.csv`.
    public let profiles: Int

    /// The counts, one a line.
    public var text: String {
        """
        \(id) \(version)
        hash \(contentHash)
        \(operations.count) operations: \(operations.joined(separator: ", "))
        \(rows) rows and groups, \(codes) codes, \(outcomes) outcomes, \(profiles) profile ids
        \(mappedLeaves + droppedLeaves) leaves of a record: \(mappedLeaves) mapped, \(droppedLeaves) dropped, none left over
        \(closedLists) closed lists of values: any other value is left out, with an alarm
        """
    }
}
