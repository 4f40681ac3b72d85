import Bridge
import Foundation

/// The rules that explain differences, with who answers for them until when.
struct RulesView {
    let rules: [Rule]

    struct Rule {
        let id, reason, owner, expires, place: String
        let isExpired: Bool
    }

    init(_ report: EvidenceReport) {
        rules = report.rules.map { rule in
            Rule(
                id: rule.id,
                reason: rule.reason,
                owner: rule.owner,
                expires: rule.expires,
                place: rule.place.range(of: "Mappings/", options: .backwards).map {
                    String(rule.place[$0.lowerBound...])
                }
                    ?? rule.place,
                isExpired: rule.isExpired
            )
        }
    }
}
