/// The code that the Organisation Data Service gives an organisation, such as `RXX` or `A81001`.
///
/// Shape: three to ten ASCII letters and digits. Codes are published in upper case and compared without regard to case.
///
/// - SeeAlso: NHS Data Dictionary, ORGANISATION CODE.
public enum ODSCode {
    /// The regular expression of a code, for files whose shape is published as a schema.
    public static let pattern = "[A-Za-z0-9]{3,10}"

    /// True if `text` is a code as ODS publishes it, in upper case.
    public static func isPublishedForm(_ text: String) -> Bool {
        (3...10).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    }
}
