import Evidence
import SMSPContract
import StrictYAML

/// `cutover.yaml`: the states that people and the promotions of the bridge ask for.
///
/// Machine-written, fit for git, and open to a person's hand (decision D60).
struct CutoverDocument: Sendable, Equatable {
    /// The file's entry of one site; parts that are missing are nil.
    struct Entry: Sendable, Equatable {
        /// `default`, for the operations that are not named.
        var standard: CutoverState?
        /// The operations that are named.
        var operations: [SMSPOperation: CutoverState] = [:]
        /// `legacy: retired`.
        var isLegacyRetired = false
    }

    /// The sites of the file, by `id`.
    var entries: [String: Entry] = [:]

    static let shape = YAMLShape.dictionary(
        of: .mapping(
            [YAMLKey("default", state, .optional, "The state of the operations that are not named.")]
                + SMSPOperation.allCases.map {
                    YAMLKey($0.rawValue, state, .optional, "The state of the operation \($0.rawValue).")
                } + [
                    YAMLKey(
                        "legacy",
                        .choice(["retired"]),
                        .optional,
                        "The legacy endpoint of the site is used no more."
                    )
                ]
        )
    )

    private static let state = YAMLShape.choice(CutoverState.allCases.map(\.rawValue))

    init() {}

    init(_ document: YAMLValue) {
        for (site, value) in document.entries {
            var entry = Entry()
            for (key, state) in value.entries {
                switch SMSPOperation(rawValue: key) {
                case let operation?: entry.operations[operation] = CutoverState(rawValue: state.string)
                case nil where key == "default": entry.standard = CutoverState(rawValue: state.string)
                case nil: entry.isLegacyRetired = true
                }
            }
            entries[site] = entry
        }
    }

    /// The file's content: the sites in the order of their ids.
    var tree: YAMLTree {
        .mapping(
            entries.sorted { $0.key < $1.key }.map { site, entry in
                let standard = entry.standard.map { [("default", $0.rawValue)] } ?? []
                let operations = SMSPOperation.allCases.compactMap { operation in
                    entry.operations[operation].map { (operation.rawValue, $0.rawValue) }
                }
                let legacy = entry.isLegacyRetired ? [("legacy", "retired")] : []
                return (site, .mapping((standard + operations + legacy).map { ($0, .string($1)) }))
            }
        )
    }
}
