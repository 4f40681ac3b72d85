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
        YAMLKey("since", .string(), .required, "Since when."),
        YAMLKey("by", .string(), .required, "Who."),
        YAMLKey("reason", .string(), .required, "Why."),
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

    /// The text of the file: a line for each entry, in the order of ids and operations.
    var text: String {
        let held = entries.filter { !$0.value.isEmpty }
        guard !held.isEmpty else { return "{}\n" }
        return held.sorted { $0.key < $1.key }.map { site, operations in
            "\(site.yamlText):\n"
                + SMSPOperation.allCases.compactMap { operation in
                    operations[operation].map { "  \(operation.rawValue): \($0.text)\n" }
                }.joined()
        }.joined()
    }
}

extension LockDocument.Entry {
    fileprivate var text: String {
        "{ state: \(state.rawValue), frozen: \(isFrozen), since: \(since.yamlText), by: \(by.yamlText), "
            + "reason: \(reason.yamlText) }"
    }
}
