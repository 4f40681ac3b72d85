/// The readiness of the bridge, and of its parts.
public struct Readiness: Sendable {
    /// The checks, in the order in which they are shown.
    public let checks: [ReadinessCheck]

    /// True if every check passed.
    public var isReady: Bool { checks.allSatisfy(\.isPassed) }

    /// The outcome of these checks.
    public init(checks: [ReadinessCheck]) {
        self.checks = checks
    }
}

/// One condition of being ready.
public struct ReadinessCheck: Sendable, Codable {
    /// The check, as a fixed word.
    public let name: String
    /// True if the check passed.
    public let isPassed: Bool
    /// A detail that every caller may read, such as `audit gap 3`; nil if there is none.
    public let message: String?

    /// A check of these parts.
    public init(name: String, isPassed: Bool, message: String? = nil) {
        self.name = name
        self.isPassed = isPassed
        self.message = message
    }
}
