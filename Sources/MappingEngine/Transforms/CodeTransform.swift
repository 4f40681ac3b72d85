/// The transform `code`.
enum CodeTransform {
    /// The code that `table` gives for `sources`, an absent one being an empty key.
    ///
    /// A source that the table leaves out on purpose passes without a note; one that it does not have is noted.
    static func code(_ sources: [String?], by table: CodeTable, note: (MappingDiagnostic.Kind) -> Void) -> String? {
        guard sources.contains(where: { $0 != nil }) else { return nil }
        switch table.translation(of: sources.map { $0 ?? "" }) {
        case .target(let code): return code
        case .unmatched: return nil
        case .unknown:
            note(.unknownCode)
            return nil
        }
    }
}
