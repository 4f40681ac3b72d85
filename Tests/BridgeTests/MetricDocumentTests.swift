import Bridge
import Foundation
import Testing
import Yams

/// `docs/metrics.md` and `docs/alerts.yaml`, held to the families that there are.
@Suite struct MetricDocumentTests {
    private static let docs = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    private static var page: String {
        let head = """
            # Metrics

            Generated from `Bridge/Control/BridgeMetric.swift`; a test holds this page equal to it.

            `GET /metrics` of the admin listener, in the text format of Prometheus. Label values come from closed lists and
            from the configuration, never from a request, so that no caller makes a series. Rules for alerts:
            [alerts.yaml](alerts.yaml).

            | name | kind | labels | |
            |---|---|---|---|

            """
        return head
            + BridgeMetric.all.map { metric in
                let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
                return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |\n"
            }.joined()
    }

    @Test("docs/metrics.md lists every family")
    func pageIsCurrent() throws {
        let file = Self.docs.appending(path: "metrics.md")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Self.page.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded docs/metrics.md")
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.page, "record it anew with UPDATE_GOLDEN=1")
    }

    /// Every rule's name and expression.
    private static func rules() throws -> [(name: String, expression: String)] {
        let text = try String(contentsOf: docs.appending(path: "alerts.yaml"), encoding: .utf8)
        let document = try #require(try Yams.load(yaml: text) as? [String: Any])
        let groups = try #require(document["groups"] as? [[String: Any]])
        return try groups.flatMap { try #require($0["rules"] as? [[String: Any]]) }.map { rule in
            (try #require(rule["alert"] as? String), try #require(rule["expr"] as? String))
        }
    }

    @Test("alert rules name families and labels that there are")
    func rulesAreKnown() throws {
        let known = Dictionary(uniqueKeysWithValues: BridgeMetric.all.map { ($0.name, $0) })
        let rules = try Self.rules()
        #expect(rules.count > 8)
        for (name, expression) in rules {
            let uses = expression.matches(
                of: /(smsp_bridge_[a-z_]+?)(_bucket|_count|_sum)?(?:\{([^}]*)\})?(?=[^a-z_{]|$)/
            )
            #expect(!uses.isEmpty, "\(name)")
            for use in uses {
                guard let metric = known[String(use.1)] else {
                    Issue.record("\(name) names \(use.1), which there is not")
                    continue
                }
                #expect((use.2 != nil) == (metric.kind == .histogram), "\(name)")
                let labels = (use.3 ?? "").matches(of: /([a-z]+)[=!]~?/).map { String($0.1) }
                #expect(labels.allSatisfy(metric.labels.contains), "\(name): \(labels)")
            }
        }
    }
}
