import Foundation

/// The pattern of a name or postcode in a search, in which `*` matches any characters or none.
///
/// Letters are compared without case, everything else as it is; a postcode is compared without its spaces.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.1, §2.3.
struct SearchPattern: Sendable, Equatable {
    /// The largest number of characters of a value.
    static let longest = 35
    /// The smallest number of characters before the first `*`.
    static let shortestStart = 2

    /// The text between the wildcards; one part if there is none.
    private let parts: [String]
    private let ignoresSpaces: Bool

    /// A pattern; nil when it is blank, too long, or has a `*` too early.
    init?(_ text: String, ignoringSpaces: Bool = false) {
        let compared = Self.compared(text, ignoringSpaces: ignoringSpaces)
        guard !compared.isEmpty, text.count <= Self.longest else { return nil }
        parts = compared.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        ignoresSpaces = ignoringSpaces
        guard parts.count == 1 || parts[0].count >= Self.shortestStart else { return nil }
    }

    var hasWildcard: Bool { parts.count > 1 }

    /// True if `held` matches the pattern.
    func matches(_ held: String) -> Bool {
        var rest = Substring(Self.compared(held, ignoringSpaces: ignoresSpaces))
        guard hasWildcard else { return rest == parts[0] }
        guard rest.hasPrefix(parts[0]) else { return false }
        rest = rest.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }

    private static func compared(_ text: String, ignoringSpaces: Bool) -> String {
        let lower = text.lowercased()
        return ignoringSpaces ? lower.filter { $0 != " " } : lower
    }
}
