import Foundation

/// The shape of the difference between two texts.
enum TextShape {
    /// The shape; nil when the texts are equal, blank ones counting as none and canonically equivalent ones as equal.
    static func of(_ legacy: String?, _ fhir: String?) -> DifferenceShape? {
        switch (legacy.flatMap(present), fhir.flatMap(present)) {
        case (nil, nil): return nil
        case (nil, _?): return .missingLegacy
        case (_?, nil): return .missingFHIR
        case (let legacy?, let fhir?): return legacy == fhir ? nil : of(legacy, fhir)
        }
    }

    private static func present(_ text: String) -> String? { text.isBlank ? nil : text }

    /// The first shape that fits, each forgiving all that the one before it does.
    private static func of(_ legacy: String, _ fhir: String) -> DifferenceShape {
        func isSame(_ fold: (String) -> String) -> Bool { fold(legacy) == fold(fhir) }
        if isSame(\.withoutSpaces) { return .spacing }
        if isSame(\.withoutSpaces.caseFolded) { return .case }
        if isSame(\.withoutPunctuation.caseFolded) { return isDigits(legacy, fhir) ? .format : .punctuation }
        if isSame(\.withoutDiacritics.withoutPunctuation.caseFolded) { return .diacritic }
        if isSame({ $0.words.sorted().joined(separator: " ") }) { return .order }
        if isSame(\.digits), isDigits(legacy, fhir) { return .format }
        let (one, other) = (legacy.caseFolded, fhir.caseFolded)
        if one.hasPrefix(other) || other.hasPrefix(one) { return .prefix }
        return EditDistance.isAtMostTwo(Array(one.unicodeScalars), Array(other.unicodeScalars))
            ? .editDistance : .different
    }

    /// True if both are numbers of some kind: a telephone, a date.
    private static func isDigits(_ one: String, _ other: String) -> Bool {
        [one, other].allSatisfy { $0.digits.count >= 4 && $0.digits.count * 2 >= $0.count }
    }
}

/// The shape of the difference between two dates, YYYYMMDD or less of it.
enum DateShape {
    static func of(_ legacy: String?, _ fhir: String?) -> DifferenceShape? {
        guard let shape = TextShape.of(legacy, fhir), let legacy, let fhir else { return TextShape.of(legacy, fhir) }
        guard shape == .prefix || shape == .editDistance || shape == .different else { return shape }
        let (one, other) = (legacy.digits, fhir.digits)
        // Fewer digits than a year's are no date, and begin many.
        let isPrecision = min(one.count, other.count) >= 4 && (one.hasPrefix(other) || other.hasPrefix(one))
        return isPrecision ? .precision : .different
    }
}

extension String {
    var caseFolded: String { lowercased() }
    var withoutSpaces: String { String(unicodeScalars.filter { !$0.properties.isWhitespace }) }
    var digits: String { filter { $0.isASCII && $0.isNumber } }

    /// The text without spaces and without marks that are neither letters nor digits.
    fileprivate var withoutPunctuation: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                        || $0.properties.canonicalCombiningClass != .notReordered
                }
            )
        )
    }

    /// The text with its letters' accents taken off.
    fileprivate var withoutDiacritics: String {
        let scalars = Array(decomposed).filter { $0.properties.canonicalCombiningClass == .notReordered }
        return String(String.UnicodeScalarView(scalars))
    }

    private var decomposed: String.UnicodeScalarView { decomposedStringWithCanonicalMapping.unicodeScalars }

    fileprivate var words: [String] {
        caseFolded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
