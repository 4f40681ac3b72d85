/// Whether the bridge can serve, and what of it can.
public struct Readiness: Sendable {
    /// The checks, in the order in which they are shown.
    public let checks: [ReadinessCheck]

    /// Whether every check is passed.
    public var isReady: Bool { checks.allSatisfy(\.isPassed) }

    /// The outcome of these checks.
    public init(checks: [ReadinessCheck]) {
        self.checks = checks
    }
}

/// One condition of being ready.
public struct ReadinessCheck: Sendable, Codable {
    /// What is checked, in a fixed word.
    public let name: String
    /// Whether it is as it should be.
    public let isPassed: Bool
    /// What there is to know of it, as `audit gap 3`, for everybody to read; nil when there is nothing.
    public let message: String?

    /// A check of these parts.
    public init(name: String, isPassed: Bool, message: String? = nil) {
        self.name = name
        self.isPassed = isPassed
        self.message = message
    }
}
