import Evidence
import NHSIdentifiers
import SMSPContract
public import StrictYAML

extension BridgeConfiguration {
    /// Reads `bridge.yaml` and the file of sites that it names.
    ///
    /// - Parameters:
    ///   - path: the file; relative paths in it are relative to its directory.
    ///   - environment: variables that may override scalars of the file, see ``environmentPrefix``.
    ///   - forgotten: An id whose entries in the files of states are read as if they were removed.
    /// - Throws: every problem of the first file that has any.
    public static func load(
        path: String,
        environment: [String: String],
        forgetting forgotten: String? = nil
    ) throws(YAMLProblems) -> BridgeConfiguration {
        let document = try YAMLDocument.load(
            contentsOf: path,
            shape: shape,
            overrides: environment,
            overridePrefix: environmentPrefix
        )
        let smsp = document.at("listen").at("smsp")
        let tls = smsp["tls"].map { ListenerTLS(smsp: $0) }
        var problems: [YAMLProblem] = []
        let legacies = document.at("legacies").entries.map {
            LegacySettings(name: $0.key, $0.value, problems: &problems)
        }
        let sites = try SitesFile.load(
            contentsOf: document.at("sites").filePath,
            isMutual: tls?.clientCA != nil,
            legacies: Set(legacies.map(\.name))
        )
        let cutover = document["cutover"].map { CutoverFiles(cutover: $0.at("file").filePath) }
        let states = try cutover?.load(sites: sites, forgetting: forgotten) ?? CutoverStates(sites: sites)
        let configuration = BridgeConfiguration(
            document,
            path: path,
            tls: tls,
            legacies: Dictionary(legacies.map { ($0.name, $0) }) { first, _ in first },
            sites: sites,
            cutover: cutover,
            states: states
        )
        problems += configuration.problems(in: document)
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        return configuration
    }

    private init(
        _ document: YAMLValue,
        path: String,
        tls: ListenerTLS?,
        legacies: [String: LegacySettings],
        sites: SiteDirectory,
        cutover: CutoverFiles?,
        states: CutoverStates
    ) {
        let listen = document.at("listen")
        smsp = ListenAddress(listen.at("smsp"))
        self.tls = tls
        tlsSource = listen.at("smsp")["tls"]
        admin = AdminSettings(listen.at("admin"))
        self.legacies = legacies
        fhir = document["fhir"].map { FHIRSettings($0) }
        practices = document["practices"]?.filePath
        practicesMaximumAge = document.at("practicesMaximumAge").duration
        mappings = document.at("mappings").filePath
        self.sites = sites
        self.cutover = cutover
        self.states = states
        routingKey = document["cutover"]?["routingKeyFile"]
        comparison = document["comparison"].map { ComparisonSettings($0) }
        store = document.at("store").at("sqlite").filePath
        audit = AuditSettings(document.at("audit"))
        breaker = BreakerConfiguration(document.at("breaker"))
        limits = Limits(document.at("limits"))
        let named: [[String?]] = [
            [path, document.at("sites").filePath, practices, audit.key.filePath], tls?.files ?? [], admin.files,
            [routingKey?.filePath, comparison?.tokenKey.filePath], fhir?.files ?? [],
            legacies.values.flatMap { [$0.ca] + ($0.identity?.files ?? []) },
            sites.sites.flatMap { $0.legacy?.identity?.files ?? [] },
        ]
        files = Set(named.joined().compactMap(\.self))
        logLevel = LogLevel(rawValue: document.at("log").at("level").string) ?? .info
    }

    /// The problems between values that are each valid.
    private func problems(in document: YAMLValue) -> [YAMLProblem] {
        var problems: [YAMLProblem] = []
        let listen = document.at("listen").at("smsp")
        if tls == nil, !listen.at("insecure").bool, !smsp.isLoopback {
            problems.append(
                listen.at("host").problem(
                    "without tls the listener takes loopback addresses only",
                    try: "add listen.smsp.tls, or set listen.smsp.insecure: true"
                )
            )
        }
        problems += admin.problems(in: document.at("listen").at("admin"))
        switch (document["fhir"], document["practices"]) {
        case (let fhir?, nil):
            problems.append(fhir.problem("needs practices", try: "practices: epraccur.csv, as ODS publishes it"))
        case (nil, _):
            for state in [CutoverState.fhir, .shadow] {
                guard let site = states.firstSite(in: state) else { continue }
                problems.append(
                    document.problem(
                        "the site \(site) is in \(state.rawValue), and fhir is missing",
                        try: "add fhir and practices"
                    )
                )
            }
        default: break
        }
        problems += comparisonProblems(in: document)
        if let auth = document["fhir"]?["auth"], (auth["nextKeyID"] == nil) != (auth["nextPrivateKeyFile"] == nil) {
            problems.append(
                auth.problem("nextKeyID and nextPrivateKeyFile belong together", try: "give both, or neither")
            )
        }
        return problems
    }
}

extension BridgeConfiguration {
    /// The missing prerequisites of comparison.
    private func comparisonProblems(in document: YAMLValue) -> [YAMLProblem] {
        guard let comparison = document["comparison"] else {
            guard let site = states.firstSite(in: .shadow) else { return [] }
            return [
                document.problem(
                    "the site \(site) is in shadow, and comparison is missing",
                    try: "add comparison: { tokenKeyFile: … }, or take the site back to legacy"
                )
            ]
        }
        guard routingKey == nil else { return [] }
        return [
            comparison.problem(
                "needs cutover.routingKeyFile, by which it is drawn whose calls are compared",
                try: "cutover: { file: cutover.yaml, routingKeyFile: … }"
            )
        ]
    }
}
