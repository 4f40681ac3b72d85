/// The transform `code`.
enum CodeTransform {
    /// The code that `table` gives for `sources`, an absent one being an empty key; nil if it gives none.
    ///
    /// A source that the table does not have is not on the closed list of its leaf, which ``PatientLeaves`` reports.
    static func code(_ sources: [String?], by table: CodeTable) -> String? {
        guard case .target(let code) = table.translation(of: sources.map { $0 ?? "" }) else { return nil }
        return code
    }
}
