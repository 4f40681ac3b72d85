/// The way in which two values differ, which people may see without seeing either value.
///
/// - SeeAlso: docs/evidence.md §2, shapes.
public enum DifferenceShape: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Letters in upper or lower case.
    case `case`
    /// White space.
    case spacing
    /// Hyphens, apostrophes, commas and the like.
    case punctuation
    /// Accents.
    case diacritic
    /// The same parts in another order.
    case order
    /// One is the beginning of the other.
    case prefix
    /// The same text in lines that are divided otherwise.
    case splitOrMergedLines = "split-or-merged-lines"
    /// The same lines in other places.
    case shiftedLine = "shifted-line"
    /// A date of which one holds more parts.
    case precision
    /// Two codes that the table says mean the same.
    case codeEquivalent = "code-equivalent"
    /// Two codes that do not.
    case codeDifferent = "code-different"
    /// The legacy answer has none.
    case missingLegacy = "missing-legacy"
    /// The answer made from PDS FHIR has none.
    case missingFHIR = "missing-fhir"
    /// One answer has an entry in addition to those that both have.
    case extraRepeat = "extra-repeat"
    /// The same digits, written otherwise.
    case format
    /// At most two letters were put in, taken out or exchanged.
    case editDistance = "edit-distance-2"
    /// Nothing of the above.
    case different

    /// By their names.
    public static func < (left: DifferenceShape, right: DifferenceShape) -> Bool { left.rawValue < right.rawValue }
}
