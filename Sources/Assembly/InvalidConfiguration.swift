/// An input that cannot be used: a configuration file, a mapping table, a secret.
///
/// The program ends with status 3; a reload keeps what was in use.
package struct InvalidConfiguration: Error {
    /// The problems, one line each.
    package let problems: [String]

    package init(_ problems: [some CustomStringConvertible]) {
        self.problems = problems.map(\.description)
    }
}
