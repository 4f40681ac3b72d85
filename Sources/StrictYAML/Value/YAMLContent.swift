/// The content of a value, by the shape that it fits.
enum YAMLContent: Sendable {
    /// `string`, `url`, `filePath`, `secretFile`, `date`.
    case text(String)
    /// `choice`.
    case word(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case duration(Duration)
    case byteSize(Int)
    case list([YAMLValue])
    /// The names of all keys that the shape declares, and the entries that are there.
    case mapping(declared: Set<String>, [(key: String, value: YAMLValue)])
    case dictionary([(key: String, value: YAMLValue)])
}
