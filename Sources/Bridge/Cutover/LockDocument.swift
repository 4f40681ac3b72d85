import Evidence
import SMSPContract
import StrictYAML

/// `cutover.lock.yaml`: the states beyond which no edit of `cutover.yaml` takes a site.
///
/// Written by rollbacks and freezes; a promotion removes an entry.
///
/// - SeeAlso: docs/evidence.md §1.
struct LockDocument: Sendable, Equatable {
    /// The lock entry of one operation of a site.
    struct Entry: Sendable, Equatable {
        /// The most forward state allowed.
        var state: CutoverState
        /// True if promotions wait for an unfreeze.
        var isFrozen: Bool
        /// Since when, RFC 3339.
        var since: String
        /// The author.
        var by: String
        /// The reason.
        var reason: String
    }

    /// The entries, by `id` of the site.
    var entries: [String: [SMSPOperation: Entry]] = [:]

    static let shape = YAMLShape.dictionary(
        of: .mapping(
            SMSPOperation.allCases.map {
                YAMLKey($0.rawValue, entry, .optional, "What holds the operation \($0.rawValue).")
            }
        )
    )

    private static let entry = YAMLShape.mapping([
        YAMLKey(
            "state",
            .choice(CutoverState.allCases.map(\.rawValue)),
            .required,
            "The most forward state allowed."
        ),
        YAMLKey("frozen", .boolean, .required, "True while promotions wait for an unfreeze."),
        YAMLKey("since", .string(), .required, "The time of the entry."),
        YAMLKey("by", .string(), .required, "The author of the entry."),
        YAMLKey("reason", .string(), .required, "The reason of the entry."),
    ])

    init() {}

    init(_ document: YAMLValue) {
        for (site, value) in document.entries {
            for (key, entry) in value.entries {
                guard let operation = SMSPOperation(rawValue: key),
                    let state = CutoverState(rawValue: entry.at("state").string)
                else { continue }
                entries[site, default: [:]][operation] = Entry(
                    state: state,
                    isFrozen: entry.at("frozen").bool,
                    since: entry.at("since").string,
                    by: entry.at("by").string,
                    reason: entry.at("reason").string
                )
            }
        }
    }

    /// The file's content: the entries in the order of ids and operations.
    var tree: YAMLTree {
        .mapping(
            entries.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { site, operations in
                let held = SMSPOperation.allCases.compactMap { operation in
                    operations[operation].map { (operation.rawValue, $0.tree) }
                }
                return (site, .mapping(held))
            }
        )
    }
}

extension LockDocument.Entry {
    fileprivate var tree: YAMLTree {
        .mapping([
            ("state", .string(state.rawValue)), ("frozen", .boolean(isFrozen)), ("since", .string(since)),
            ("by", .string(by)), ("reason", .string(reason)),
        ])
    }
}
