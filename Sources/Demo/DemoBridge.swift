public import Bridge

/// The bridge that the demo drives; the program assembles it.
public struct DemoBridge: Sendable {
    /// The port of the SMSP listener, once it listens.
    let smspPort: @Sendable () async throws -> Int
    /// The port of the admin listener, once it listens.
    let adminPort: @Sendable () async throws -> Int
    /// The operators' control of the bridge.
    let control: any BridgeControl
    /// Waits until every offered comparison is recorded.
    let settleComparisons: @Sendable () async -> Void
    /// Runs the bridge until it is stopped.
    let run: @Sendable () async throws -> Void
    /// Stops the bridge gracefully.
    let stop: @Sendable () async -> Void

    /// A bridge of these parts.
    public init(
        smspPort: @escaping @Sendable () async throws -> Int,
        adminPort: @escaping @Sendable () async throws -> Int,
        control: any BridgeControl,
        settleComparisons: @escaping @Sendable () async -> Void,
        run: @escaping @Sendable () async throws -> Void,
        stop: @escaping @Sendable () async -> Void
    ) {
        self.smspPort = smspPort
        self.adminPort = adminPort
        self.control = control
        self.settleComparisons = settleComparisons
        self.run = run
        self.stop = stop
    }
}
