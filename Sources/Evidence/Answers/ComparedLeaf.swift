public import SMSPContract

/// Where two answers can differ: a leaf, or one of the two facts that stand above all leaves.
public enum ComparedLeaf: Sendable, Hashable {
    /// The response code, or the fault that came in its place.
    case outcome
    /// Whether the answer says where the person lives or may be reached: any address, telecom or practice.
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

    /// The leaf of a name; nil when there is none.
    public init?(name: String) {
        guard let leaf = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = leaf
    }
}

extension ComparedLeaf {
    /// Whether so many values are possible that a token of one gives nothing away to who tries them all.
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

extension ComparedLeaf: CaseIterable, Comparable {
    /// All of them, in the order in which an answer shows them.
    public static let allCases: [ComparedLeaf] = [.outcome, .location] + SMSPLeaf.allCases.map(ComparedLeaf.leaf)

    /// Whether `left` stands before `right` in an answer.
    public static func < (left: ComparedLeaf, right: ComparedLeaf) -> Bool {
        (ranks[left] ?? 0) < (ranks[right] ?? 0)
    }

    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
