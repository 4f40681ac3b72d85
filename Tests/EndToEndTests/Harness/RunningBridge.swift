import Simulators

/// The bridge in front of the simulator, both with keys that know each other.
enum RunningBridge {
    private static let keys = Result { try ApplicationKeys() }

    /// Runs simulator and bridge while `body` does.
    static func running<Value: Sendable>(
        tokenLifetime: Int = 599,
        fhir: [String] = ["requestsPerSecond: 10000", "inFlight: 64"],
        limits: String = "{}",
        sites: String = "- { id: RXX, ods: RXX }\n",
        admin: String = "{ port: 0 }",
        more: [String] = [],
        _ body: @escaping @Sendable (BridgeProcess, PDSSimulator) async throws -> Value
    ) async throws -> (value: Value, remains: BridgeProcess.Remains) {
        let keys = try keys.get()
        return try await keys.simulator(tokenLifetime: tokenLifetime).whileRunning { pds in
            let folder = try ConfigurationFolder(
                pdsPort: try await pds.port,
                keys: keys,
                fhir: fhir,
                sites: sites,
                limits: limits,
                admin: admin,
                more: more
            )
            defer { folder.remove() }
            return try await BridgeProcess.serving(folder) { try await body($0, pds) }
        }
    }
}
