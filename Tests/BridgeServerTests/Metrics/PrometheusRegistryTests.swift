import BridgeServer
import CoreMetrics
import Foundation
import SMSPContract
import Testing

@testable import Bridge

/// The text of `/metrics`.
@Suite struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry()

    /// The lines of a family, without HELP and TYPE.
    private func lines(_ name: String, samples: [MetricSample] = []) -> [String] {
        registry.exposition(with: samples).split(separator: "\n").map(String.init).filter { $0.hasPrefix(name) }
    }

    @Test("a counter adds up, for each combination of label values")
    func counter() {
        for code in ["a", "b", "a"] { registry.makeCounter(label: "x", dimensions: [("code", code)]).increment(by: 1) }
        #expect(lines("x_total") == [#"x_total{code="a"} 2"#, #"x_total{code="b"} 1"#])
    }

    @Test("each family has one HELP and one TYPE, before its values")
    func heads() {
        let metrics = BridgeMetrics(factory: registry)
        metrics.refused("a")
        metrics.refused("b")
        let text = registry.exposition()
        #expect(text.ranges(of: "# TYPE smsp_bridge_refusals_total counter\n").count == 1)
        #expect(text.ranges(of: "# HELP smsp_bridge_refusals_total Calls refused, by reason.\n").count == 1)
    }

    @Test("a timer counts in seconds, cumulatively")
    func timer() {
        let timer = registry.makeTimer(label: "y", dimensions: [])
        for milliseconds in [4, 20, 70_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let found = lines("y_seconds")
        #expect(found.first == #"y_seconds_bucket{le="0.005"} 1"#)
        #expect(found.contains(#"y_seconds_bucket{le="0.025"} 2"#))
        #expect(found.contains(#"y_seconds_bucket{le="30"} 2"#))
        #expect(found.contains(#"y_seconds_bucket{le="+Inf"} 3"#))
        #expect(found.contains("y_seconds_count 3"))
        #expect(found.contains("y_seconds_sum 70.024"))
    }

    @Test("what the format reserves is escaped in a label")
    func escaped() {
        registry.makeCounter(label: "z", dimensions: [("l", "a\"b\\c\nd")]).increment(by: 1)
        #expect(lines("z_total") == [#"z_total{l="a\"b\\c\nd"} 1"#])
    }

    @Test("a meter of another kind or other labels is left out and counted")
    func conflict() {
        registry.makeCounter(label: "k_total", dimensions: [("a", "1")]).increment(by: 1)
        registry.makeCounter(label: "k_total", dimensions: [("b", "1")]).increment(by: 1)
        _ = registry.makeMeter(label: "k_total", dimensions: [("a", "1")])
        #expect(lines("k_total") == [#"k_total{a="1"} 1"#])
        #expect(lines("smsp_bridge_metric_conflicts_total") == ["smsp_bridge_metric_conflicts_total 2"])
    }

    @Test("samples are shown as they are read, and gone with what they were of")
    func samples() {
        let open = MetricSample.breaker(of: "central", .open)
        #expect(
            lines("smsp_bridge_breaker_state", samples: [open]) == [#"smsp_bridge_breaker_state{backend="central"} 2"#]
        )
        #expect(lines("smsp_bridge_breaker_state").isEmpty)
    }

    @Test(
        "calls are counted by site, operation, backend and outcome, in steps of five",
        arguments: [(4, nil), (5, "5"), (9, "5"), (10, "10")] as [(Int, String?)]
    )
    func call(_ calls: Int, _ shown: String?) {
        let metrics = BridgeMetrics(factory: registry)
        for _ in 0..<calls {
            metrics.callBegan()
            metrics.callEnded(
                site: "RXX",
                operation: "getNHSNumber",
                backend: .fhir,
                outcome: "SMSP-0000",
                latency: .milliseconds(12)
            )
        }
        let series =
            #"smsp_bridge_calls_total{site="RXX",operation="getNHSNumber",backend="fhir",outcome="SMSP-0000"} "#
        #expect(lines("smsp_bridge_calls_total") == (shown.map { [series + $0] } ?? []))
        #expect(lines("smsp_bridge_calls_in_flight") == ["smsp_bridge_calls_in_flight 0"])
        #expect(lines("smsp_bridge_call_seconds_count").first?.hasSuffix(" \(calls)") == true)
    }

    @Test("every count by site is shown in steps, and a family that is added is too")
    func steps() {
        let bySite = BridgeMetric.all.filter { $0.kind == .counter && $0.labels.contains("site") }
        #expect(bySite.count >= 3)
        #expect(bySite.allSatisfy { $0.step == 5 })
        #expect(BridgeMetric.all.filter { $0.step != nil } == bySite)
        let comparisons = [6, 4].map { count in
            MetricSample.comparisons(site: "R\(count)X", operation: .getNHSNumber, verdict: "MATCH", count)
        }
        #expect(
            lines("smsp_bridge_comparisons_total", samples: comparisons) == [
                #"smsp_bridge_comparisons_total{site="R6X",operation="getNHSNumber",verdict="MATCH"} 5"#
            ]
        )
    }

    @Test(
        "an outcome that is none of ours makes no series of its own",
        arguments: ["SMSP-9998", "a name", "fault 9", "HTTP 9", "HTTP 200 OK", ""]
    )
    func foreignOutcome(_ outcome: String) {
        let metrics = BridgeMetrics(factory: registry)
        for _ in 0..<5 {
            metrics.callEnded(site: nil, operation: nil, backend: .legacy, outcome: outcome, latency: .zero)
        }
        #expect(
            lines("smsp_bridge_calls_total") == [
                #"smsp_bridge_calls_total{site="-",operation="-",backend="legacy",outcome="other"} 5"#
            ]
        )
    }

    @Test("the last reload shows whether the files are those in use")
    func reloads() {
        let metrics = BridgeMetrics(factory: registry)
        metrics.reloaded(.refused(["a"]))
        #expect(lines("smsp_bridge_reload_failed") == ["smsp_bridge_reload_failed 1"])
        metrics.reloaded(.applied(sites: 1, mappingHash: "h"))
        #expect(lines("smsp_bridge_reload_failed") == ["smsp_bridge_reload_failed 0"])
        #expect(
            lines("smsp_bridge_reloads_total") == [
                #"smsp_bridge_reloads_total{result="applied"} 1"#, #"smsp_bridge_reloads_total{result="refused"} 1"#,
            ]
        )
    }
}
