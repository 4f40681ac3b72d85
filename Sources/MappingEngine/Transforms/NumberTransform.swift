import NHSIdentifiers

/// The transform `nhsNumber`.
enum NumberTransform {
    /// The NHS number in `text`; nil if the text is none.
    static func nhsNumber(_ text: String, note: (MappingDiagnostic.Kind) -> Void) -> NHSNumber? {
        guard let number = NHSNumber(text) else {
            note(.noNHSNumber)
            return nil
        }
        return number
    }
}
