import Evidence
import SMSPContract

/// Sites and their states in words, for a person at a terminal.
public enum SiteText {
    /// A table: a line for each site, a column for each operation.
    public static func table(_ sites: [SiteStatus]) -> [String] {
        let heads = ["site", "legacy"] + SMSPOperation.allCases.map(\.rawValue)
        let rows = sites.map { site in
            [site.id, site.legacy] + site.operations.map { $0.state.rawValue + ($0.isFrozen ? ", frozen" : "") }
        }
        let widths = heads.indices.map { column in ([heads] + rows).map { $0[column].count }.max() ?? 0 }
        return ([heads] + rows).map { row in
            zip(row, widths).map { $0.padding(toLength: $1) }.joined(separator: "  ").trimmingEnd
        }
    }

    /// One site: a line for each operation, and the reason of its lock entry.
    public static func lines(_ site: SiteStatus) -> [String] {
        [
            "\(site.id)\(site.name.map { "  " + $0 } ?? "")",
            "  ODS code  \(site.ods)",
            "  legacy    \(site.legacy)",
        ]
            + site.operations.flatMap { operation -> [String] in
                let name = operation.operation.rawValue.padding(toLength: 30)
                var line = "  \(name)\(operation.state.rawValue)"
                if operation.isFrozen { line += ", frozen" }
                if operation.configured != operation.state {
                    line += "  (cutover.yaml asks for \(operation.configured.rawValue))"
                }
                guard let since = operation.since, let by = operation.by, let reason = operation.reason else {
                    return [line]
                }
                return [line, "    held since \(since) by \(by): \(reason)"]
            }
    }
}

extension String {
    /// The text followed by spaces.
    fileprivate func padding(toLength length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }

    /// The text without spaces at its end.
    fileprivate var trimmingEnd: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
