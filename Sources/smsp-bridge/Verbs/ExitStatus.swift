import ArgumentParser

/// The exit statuses of every verb.
///
/// - SeeAlso: README.md, exit statuses.
enum ExitStatus {
    /// The command line is wrong.
    static let usage = ExitCode(2)
    /// A configuration file or a mapping table is invalid.
    static let invalid = ExitCode(3)
    /// Something holds: a rule is broken, a condition is not met.
    static let hold = ExitCode(10)
    /// Something is broken that must stop the work: the chain of the audit journal.
    static let stop = ExitCode(20)
    /// The other side cannot be reached or did not answer.
    static let backendDown = ExitCode(30)
}
