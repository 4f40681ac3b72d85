/// The files that the bridge is started with.
struct BenchConfiguration {
    private let sites: [String]
    private let cutover: [String]
    private let legacies: [(name: String, port: Int)]
    private let more: [String]

    /// Sites with an endpoint each, all in `legacy`.
    static func isolation(_ sites: [(path: String, upstream: Int)]) -> BenchConfiguration {
        BenchConfiguration(
            sites: sites.map { "- { id: \($0.path), ods: RXX, legacy: \($0.path), identify: { path: /\($0.path) } }" },
            cutover: ["{}"],
            legacies: sites.map { ($0.path, $0.upstream) },
            more: []
        )
    }

    /// Two sites with the same endpoint: `off` in `legacy`, `on` in `shadow`.
    ///
    /// - Parameter quota: how many requests a second PDS FHIR takes.
    static func diff(legacy: Int, pds: Int, quota: Int, practices: String) -> BenchConfiguration {
        let basis = "{ reference: bench, approvedBy: nobody, date: 2026-11-01, covers: [shadow, reask] }"
        return BenchConfiguration(
            sites: ["off", "on"].map { name in
                "- { id: \(name), ods: RXX, legacy: central, identify: { path: /\(name) }, "
                    + "informationGovernanceBasis: \(basis) }"
            },
            cutover: ["on: { default: shadow }"],
            legacies: [("central", legacy)],
            more: [
                "fhir: { baseURL: \"http://127.0.0.1:\(pds)/FHIR/R4\", requestsPerSecond: \(quota) }",
                "practices: \(practices)", "comparison: { tokenKeyFile: token-key }",
            ]
        )
    }

    /// The files, by name, as lines.
    func files(mappings: String) -> [(String, [String])] {
        let concurrency = Bench.concurrency
        let endpoints = legacies.map {
            "  \($0.name): { url: \"http://127.0.0.1:\($0.port)/\", inFlight: \(concurrency), timeout: 10s }"
        }
        let key = [String(repeating: "k", count: 40)]
        return [
            ("audit-key", key), ("token-key", key), ("routing-key", key), ("sites.yaml", sites),
            ("cutover.yaml", cutover),
            (
                "bridge.yaml",
                ["listen: { smsp: { host: 127.0.0.1, port: 0 }, admin: { port: 0 } }", "legacies:"] + endpoints
                    + [
                        "audit: { keyFile: audit-key }", "mappings: \(mappings)",
                        "cutover: { file: cutover.yaml, routingKeyFile: routing-key }",
                        "limits: { concurrentRequests: 4096, perSite: { concurrent: \(concurrency) } }",
                    ] + more
            ),
        ]
    }
}
