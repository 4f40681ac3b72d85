/// A field of the practice file that tables can name: the paths below `practice`.
enum PracticeField: String, Sendable, CaseIterable {
    case name, line, postalCode, telephone

    /// The field that `path` names; nil when it names none.
    init?(_ path: PathExpression) {
        guard let field = Self.allCases.first(where: { "\(path)" == $0.path }) else { return nil }
        self = field
    }

    /// True if the field has several values.
    var isPlural: Bool { self == .line }

    /// The path that names the field.
    var path: String { "practice.\(rawValue)" + (isPlural ? "[*]" : "") }

    /// The values of the field; empty when it is blank.
    func values(of practice: Practice) -> [String?] {
        switch self {
        case .name: practice.name.map { [$0] } ?? []
        case .line: practice.lines.allSatisfy { $0 == nil } ? [] : practice.lines
        case .postalCode: practice.postalCode.map { [$0] } ?? []
        case .telephone: practice.telephone.map { [$0] } ?? []
        }
    }
}
