/// An argument of the command line that does not fit the files, or that a running bridge refuses.
///
/// The program ends with status 2.
package struct InvalidArgument: Error {
    /// The problems, one line each.
    package let problems: [String]

    package init(_ problems: [String]) {
        self.problems = problems
    }
}
