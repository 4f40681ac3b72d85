import ArgumentParser

/// The exit statuses of every verb.
///
/// - SeeAlso: DESIGN §3.
enum ExitStatus {
    /// The command line is wrong.
    static let usage = ExitCode(2)
    /// A configuration file or a mapping table is invalid.
    static let invalid = ExitCode(3)
    /// Something holds: a rule is broken, a condition is not met, a chain has a gap.
    static let hold = ExitCode(10)
    /// The other side cannot be reached or did not answer.
    static let backendDown = ExitCode(30)
}
