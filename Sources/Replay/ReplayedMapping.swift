import Backends
import Bridge
public import Evidence
public import MappingEngine
import SMSPContract

/// The mapping tables that stored pairs are answered by.
public struct ReplayedMapping: Sendable {
    let tables: MappingTables
    private let table: ComparisonTable
    private let practices: PracticeDirectory

    /// The tables of one `Mappings` directory.
    public init(tables: MappingTables, comparison: ComparisonTable, practices: PracticeDirectory) {
        self.tables = tables
        self.table = comparison
        self.practices = practices
    }

    /// The result of one pair.
    enum Finding: Sendable {
        /// The answer that the tables make of what PDS said, compared with the legacy one.
        case compared(CommandedComparison.Compared)
        /// The tables ask PDS something that the pair holds no answer to.
        case asksOtherwise
        /// Nothing tells which operation the message is.
        case operationUnknown
    }

    /// Maps `pair` with the tables.
    ///
    /// - Parameter today: by which rules expire, `YYYY-MM-DD`.
    func replay(_ pair: StoredPair, today: String) async -> Finding {
        let replies = StoredReplies(pair.replies)
        let compared = await CommandedComparison(
            reader: SMSPCallReader(profileIDs: tables.profileIDs),
            fhir: FHIRBackend(replies: replies, tables: tables, practices: practices),
            legacy: pair.legacyEndpoint,
            table: table,
            mappingHash: tables.contentHash,
            // Nothing that is waited for takes any time.
            deadline: .seconds(60),
            audit: nil,
            ids: .random
        ).compare(pair.request, of: pair.site, today: today)
        guard let compared else { return .operationUnknown }
        guard !replies.hasMissed || compared.comparison.verdict == .expected else { return .asksOtherwise }
        return .compared(compared)
    }
}
