import Testing

/// A change of one table that the check of the tables refuses.
struct TableMistake: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    /// A part of the problem that is told.
    let problem: String

    init(_ file: String, _ old: String, _ new: String, _ problem: String) {
        (self.file, self.old, self.new, self.problem) = (file, old, new, problem)
    }

    var testDescription: String { problem }

    static let response = "responses/patient-details.yaml"
    static let search = "requests/getNHSNumber.yaml"
}
