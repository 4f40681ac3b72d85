import Foundation

/// A name or postcode as texts are compared: NFC, simple case folding, nothing else.
///
/// A character is a Unicode scalar; white space and punctuation count, in a search outer white space too.
///
/// - SeeAlso: decisions D26, D61; PDS SMS Provider Requirements §4.4.
struct ComparedText: Sendable, Equatable {
    let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = text.precomposedStringWithCanonicalMapping.unicodeScalars.map(Self.folded)
    }

    /// The text without its outer white space, as the third step of a verification compares it.
    static func trimmed(_ text: String) -> ComparedText {
        ComparedText(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    var isEmpty: Bool { scalars.isEmpty }

    /// True if the first `count` characters of both texts are equal, a shorter text taken whole; false if either is
    /// empty.
    func hasEqualStart(_ held: ComparedText, characters count: Int) -> Bool {
        !isEmpty && scalars.prefix(count) == held.scalars.prefix(count)
    }

    /// True if `held` is this text, in which every `*` stands for any characters or none.
    func matches(_ held: ComparedText) -> Bool {
        let parts = scalars.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return scalars == held.scalars }
        guard held.scalars.count >= first.count + last.count, held.scalars.starts(with: first),
            held.scalars.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = held.scalars.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    /// The simple case folding of a scalar: of two cases the lower one, where each is a single scalar.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        // The dotless i is the lower case of no character in CaseFolding.txt, though its upper case is I.
        guard scalar != "\u{131}" else { return scalar }
        let upper = Self.single(scalar.properties.uppercaseMapping) ?? scalar
        return Self.single(upper.properties.lowercaseMapping) ?? upper
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
    }
}
