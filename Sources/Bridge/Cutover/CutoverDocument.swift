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

    /// The text of the file: a line for each site, in the order of their ids.
    var text: String {
        guard !entries.isEmpty else { return "{}\n" }
        return entries.sorted { $0.key < $1.key }.map { site, entry in
            var parts: [String] = []
            if let standard = entry.standard { parts.append("default: \(standard.rawValue)") }
            for operation in SMSPOperation.allCases {
                if let state = entry.operations[operation] { parts.append("\(operation.rawValue): \(state.rawValue)") }
            }
            if entry.isLegacyRetired { parts.append("legacy: retired") }
            return "\(site.yamlText): { \(parts.joined(separator: ", ")) }\n"
        }.joined()
    }
}

extension String {
    /// The text in double quotation marks, escaped as YAML 1.2 §7.3.1 has it.
    var yamlText: String {
        var escaped = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\t": escaped += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFEFF:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }
}
