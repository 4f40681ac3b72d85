/// The shape of the difference between the lines of two addresses.
enum LineShape {
    /// The shape; nil when the lines are equal, each in its place.
    static func of(_ legacy: [String], _ fhir: [String]) -> DifferenceShape? {
        guard legacy != fhir else { return nil }
        let (one, other) = (legacy.filled, fhir.filled)
        if one.isEmpty { return other.isEmpty ? nil : .missingLegacy }
        if other.isEmpty { return .missingFHIR }
        if one == other { return .shiftedLine }
        if one.sorted() == other.sorted() { return .order }
        if one.joined().withoutSpaces == other.joined().withoutSpaces {
            return one.count == other.count && isLineByLine(one, other, \.withoutSpaces)
                ? .spacing : .splitOrMergedLines
        }
        if one.starts(with: other) || other.starts(with: one) { return .prefix }
        return ofTexts(one, other)
    }

    /// The one shape in which all lines that differ do; of the joined text when they do not agree on one.
    private static func ofTexts(_ one: [String], _ other: [String]) -> DifferenceShape {
        if one.count == other.count {
            let shapes = Set(zip(one, other).compactMap { TextShape.of($0, $1) })
            if let shape = shapes.first, shapes.count == 1 { return shape }
        }
        let shape = TextShape.of(one.joined(separator: " "), other.joined(separator: " ")) ?? .different
        // What differs also in where lines end has none of the shapes that say that nothing else does.
        return one.count == other.count || shape == .editDistance ? shape : .different
    }

    private static func isLineByLine(_ one: [String], _ other: [String], _ fold: (String) -> String) -> Bool {
        zip(one, other).allSatisfy { fold($0) == fold($1) }
    }
}

extension [String] {
    /// The lines that are not blank.
    fileprivate var filled: [String] { filter { !$0.isBlank } }
}
