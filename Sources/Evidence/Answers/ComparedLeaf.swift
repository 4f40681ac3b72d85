public import SMSPContract

/// A place where two answers can differ: a leaf, or one of two facts about the answer as a whole.
public enum ComparedLeaf: Sendable, Hashable {
    /// The response code, or the fault that came in its place.
    case outcome
    /// The presence of any address, telecom or practice of the person.
    ///
    /// A restricted person's answer says none of it (decision D28).
    case location
    /// A leaf of the payload.
    case leaf(SMSPLeaf)

    /// The name in tables, records and reports: `value/@code`, `location`, or the leaf's path.
    public var name: String {
        switch self {
        case .outcome: "value/@code"
        case .location: "location"
        case .leaf(let leaf): leaf.rawValue
        }
    }

    /// The leaf of a name; nil if no leaf has it.
    public init?(name: String) {
        guard let leaf = Self.byName[name] else { return nil }
        self = leaf
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

extension ComparedLeaf {
    /// True if the leaf has too many possible values for a token to be undone by trying them all.
    ///
    /// - SeeAlso: docs/evidence.md §3, value tokens.
    public var isOfManyValues: Bool {
        guard case .leaf(let leaf) = self else { return false }
        switch leaf {
        case .nhsNumber, .localIdentifier, .given, .otherGiven, .family, .correspondencePostalCode,
            .correspondenceLines, .temporaryPostalCode, .temporaryLines, .homePostalCode, .homeLines, .telecomValue:
            return true
        case .validIdentifier, .prefix, .telecomUse, .telecomUsableFrom, .telecomUsableTo, .administrativeGender,
            .birthTime, .deceasedTime, .practiceCode, .practiceName, .practicePostalCode, .practiceLines,
            .practiceTelecom:
            return false
        }
    }
}

extension ComparedLeaf: Codable {
    /// Reads the name of a leaf.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let leaf = ComparedLeaf(name: name) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not the name of a leaf")
            )
        }
        self = leaf
    }

    /// Writes the name of the leaf.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension ComparedLeaf: CaseIterable, Comparable {
    /// All of them, in the order in which an answer shows them.
    public static let allCases: [ComparedLeaf] = [.outcome, .location] + SMSPLeaf.allCases.map(ComparedLeaf.leaf)

    /// True if `left` comes before `right` in an answer.
    public static func < (left: ComparedLeaf, right: ComparedLeaf) -> Bool {
        (ranks[left] ?? 0) < (ranks[right] ?? 0)
    }

    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
