import StrictYAML

/// `dropped.yaml`: what an SMSP answer leaves out of a record on purpose.
struct DroppedLeaves: Sendable {
    /// Leaves that are left out for one reason.
    struct Entry: Sendable {
        let id: String
        let place: SourceLine
        /// The entries that the leaves are left out of; nil for all.
        let condition: String?
        let reason: String
        let hazards: [String]
        let leaves: [(path: String, place: SourceLine)]
    }

    /// Left out at every place.
    private(set) var dropped: [Entry] = []
    /// Answered from some entries and left out of the others.
    private(set) var partly: [Entry] = []

    private static let leavesKey = YAMLKey(
        "leaves",
        .list(of: .string(), count: 1...200),
        .required,
        "Leaves as patient-leaves.csv writes them."
    )
    private static let reasonKey = YAMLKey("reason", .string(), .required, "Why the leaves are left out.")
    private static let idKey = YAMLKey("id", .id, .required, "The entry's id.")
    private static let conditionKey = YAMLKey(
        "where",
        .string(),
        .required,
        "Of which entries the leaves are left out."
    )

    private static let shape = YAMLShape.mapping([
        YAMLKey(
            "dropped",
            .list(of: .mapping([idKey, reasonKey, .hazards, leavesKey])),
            .required,
            "Leaves left out wherever they stand."
        ),
        YAMLKey(
            "partly",
            .list(of: .mapping([idKey, conditionKey, reasonKey, .hazards, leavesKey])),
            .required,
            "Leaves answered from some entries and left out of the others."
        ),
    ])

    /// The table in `file`.
    init(_ file: MappingFile, problems: inout [MappingProblem]) {
        guard let yaml = file.yaml(Self.shape, problems: &problems) else { return }
        dropped = yaml.at("dropped").elements.map { Entry($0, condition: nil) }
        partly = yaml.at("partly").elements.map { Entry($0, condition: $0.at("where").string) }
    }
}

extension DroppedLeaves.Entry {
    fileprivate init(_ yaml: YAMLValue, condition: String?) {
        id = yaml.at("id").string
        place = yaml.place
        self.condition = condition
        reason = yaml.at("reason").string
        hazards = yaml.at("hazards").elements.map(\.string)
        leaves = yaml.at("leaves").elements.map { ($0.string, $0.place) }
    }
}
