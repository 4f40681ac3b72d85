import Backends
package import Bridge
import Evidence
package import Logging
import MappingEngine
import Replay
import SMSPContract
import StrictYAML

/// The parts built from a configuration, at the start and by each reload.
package struct LoadedParts {
    package let snapshot: BridgeSnapshot
    package let upstreams: Upstreams
    /// The users of the admin listener's `/api`.
    let users: [AdminUser]
    /// The number of practices in the directory; nil without one.
    let practices: Int?

    ///
    /// - Parameter earlier: connections that can be kept.
    package init(_ configuration: BridgeConfiguration, keeping earlier: Upstreams?, logger: Logger) async throws {
        let tables = try ConfigurationFile.loadMappings(configuration.mappings)
        let practices = try configuration.practices.map(ConfigurationFile.loadPractices)
        PracticeFileAge(configuration)?.log(to: logger)
        users = try ConfigurationFile.showingProblems(configuration.admin.loadUsers)
        upstreams = try await Upstreams(configuration, keeping: earlier, logger: logger)
        let fhir = upstreams.pds.flatMap { pds in
            practices.map { FHIRBackend(connection: pds, tables: tables, practices: $0) }
        }
        self.practices = practices?.count
        let comparison = try ComparisonParts(configuration, upstreams: upstreams, tables: tables, practices: practices)
        snapshot = BridgeSnapshot(
            states: configuration.states,
            reader: SMSPCallReader(profileIDs: tables.profileIDs),
            fhir: fhir,
            legacies: upstreams.endpoints,
            comparison: comparison,
            mapping: MappingStatus(
                id: tables.summary.id,
                version: tables.summary.version,
                hash: tables.contentHash
            ),
            deadline: configuration.limits.deadline,
            concurrentPerSite: configuration.limits.concurrentPerSite,
            patiencePerSite: configuration.limits.patiencePerSite,
            whenUnavailable: configuration.audit.whenUnavailable,
            files: configuration.cutover
        )
    }
}

extension ComparisonParts {
    /// Loads `comparison` of a configuration; nil if nothing is compared.
    fileprivate init?(
        _ configuration: BridgeConfiguration,
        upstreams: Upstreams,
        tables: MappingTables,
        practices: PracticeDirectory?
    ) throws {
        guard let settings = configuration.comparison, let key = configuration.routingKey else { return nil }
        let routingKey = try ConfigurationFile.loadKey(key, bytes: RoutingKey.minimumBytes, RoutingKey.init)
        let table = try ConfigurationFile.loadComparison(configuration.mappings)
        guard let connections = upstreams.comparison, let practices else { return nil }
        self.init(
            fhir: FHIRBackend(connection: connections.pds, tables: tables, practices: practices),
            legacies: connections.endpoints,
            table: table,
            routingKey: routingKey,
            settings: settings,
            candidates: tables.candidates
        )
    }
}

extension BridgeConfiguration {
    /// Refuses changes that need a restart.
    func checkUnchanged(since start: BridgeConfiguration) throws {
        var problems: [String] = []
        func check(_ key: String, _ isSame: Bool) {
            if !isSame { problems.append("\(key): cannot change while the bridge runs. Try: a restart") }
        }
        check("listen.smsp", smsp == start.smsp && (tls == nil) == (start.tls == nil))
        check("listen.admin", admin.address == start.admin.address && (admin.tls == nil) == (start.admin.tls == nil))
        check("cutover.file", cutover == start.cutover)
        check("audit.journal", audit.journal == start.audit.journal)
        check("audit.headFile", audit.headFile == start.audit.headFile)
        check("audit.keyFile", audit.key.filePath == start.audit.key.filePath)
        check("store.sqlite", store == start.store)
        check("comparison", (comparison == nil) == (start.comparison == nil))
        check("comparison.tokenKeyFile", comparison?.tokenKey.filePath == start.comparison?.tokenKey.filePath)
        check("comparison.retention", comparison?.retention == start.comparison?.retention)
        check("log.level", logLevel == start.logLevel)
        guard problems.isEmpty else { throw InvalidConfiguration(problems) }
    }
}

extension YAMLValue {
    /// Returns the result of `use` on the files of a mapping `tls`; a problem with them is one of the configuration.
    static func showingProblems<Value>(of tls: YAMLValue?, keys: String, _ use: () throws -> Value) throws -> Value {
        guard let tls else { return try use() }
        _ = try ConfigurationFile.loadSecret(tls.at("privateKey"))
        do {
            return try use()
        } catch {
            throw InvalidConfiguration([
                tls.problem(
                    "\(keys) cannot be used together",
                    try: "PEM files, the key being that of the first certificate"
                )
            ])
        }
    }
}
