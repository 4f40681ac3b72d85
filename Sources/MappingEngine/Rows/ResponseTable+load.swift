import SMSPContract
import StrictYAML

extension ResponseTable {
    /// The shape of `responses/patient-details.yaml`.
    private static let shape = YAMLShape.mapping([
        YAMLKey("loss", .string(), .required, "What is lost of every leaf, for docs/loss-ledger.md."),
        YAMLKey("choose", .list(of: EntryGroup.shape), .required, "Groups: which entries rows fill from."),
        YAMLKey("rows", .list(of: ResponseRow.shape), .required, "Rows: how each leaf of the answer is filled."),
    ])

    /// The table in `file`.
    init(_ file: MappingFile, problems: inout [MappingProblem]) {
        guard let yaml = file.yaml(Self.shape, problems: &problems) else { return }
        loss = yaml.at("loss").string
        for value in yaml.at("choose").elements {
            do throws(MappingProblem) {
                groups.append(try EntryGroup(value))
            } catch {
                problems.append(error)
            }
        }
        for value in yaml.at("rows").elements {
            do throws(MappingProblem) {
                rows.append(try ResponseRow(value))
            } catch {
                problems.append(error)
            }
        }
    }
}

extension EntryGroup {
    fileprivate static let shape = YAMLShape.mapping([
        YAMLKey("group", .id, .required, "The group's id."),
        YAMLKey("entries", .string(), .required, "The path of the entries."),
        YAMLKey(
            "coded",
            .mapping([
                YAMLKey("table", .string(), .required, "A table of codes/."),
                YAMLKey("as", .string(), .required, "The target of the entries that are taken."),
            ]),
            .optional,
            "Takes only the entries that a code table translates to one target."
        ),
        YAMLKey("take", .choice(of: Take.self), .required, "The first entry, the one that started last, or each."),
        YAMLKey("switch", .choice(of: ProfileSwitch.self), .optional, "The profile switch that changes what is taken."),
        YAMLKey(
            "practice",
            .string(),
            .optional,
            "The path of the ODS code, for rows that read the practice directory."
        ),
        YAMLKey(
            "restricted",
            .choice(of: WhenRestricted.self),
            .required,
            "Whether a restricted record keeps the group."
        ),
        YAMLKey("spec", .string(), .required, "The decisions and specifications that the group follows."),
        .hazards,
    ])

    fileprivate init(_ yaml: YAMLValue) throws(MappingProblem) {
        id = yaml.at("group").string
        place = yaml.place
        entries = try yaml.at("entries").pathExpression()
        coded = yaml["coded"].map { Coded(table: $0.at("table").string, target: $0.at("as").string) }
        take = yaml.at("take").choice(of: Take.self)
        profileSwitch = yaml["switch"]?.choice(of: ProfileSwitch.self)
        if let code = yaml["practice"] { practiceCode = try code.pathExpression() } else { practiceCode = nil }
        whenRestricted = yaml.at("restricted").choice(of: WhenRestricted.self)
        hazards = yaml.at("hazards").elements.map(\.string)
    }
}

extension ResponseRow {
    fileprivate static let shape = YAMLShape.mapping([
        YAMLKey("id", .id, .required, "The row's id."),
        YAMLKey("in", .string(), .optional, "The group from whose entry the row fills."),
        YAMLKey("target", .choice(of: SMSPLeaf.self), .required, "The leaf of the answer."),
        YAMLKey(
            "source",
            .string(),
            .required,
            "The path of the value; two, joined by +, where the transform takes two."
        ),
        YAMLKey("transform", .choice(of: Transform.self), .required, "What is done with the value."),
        YAMLKey("codes", .string(), .optional, "The table of codes/ that the transform uses."),
        YAMLKey("absent", .choice(of: AbsentRule.self), .required, "What happens when there is no value."),
        YAMLKey("switch", .choice(of: ProfileSwitch.self), .optional, "The profile switch that the leaf depends on."),
        YAMLKey("spec", .string(), .required, "The decisions and specifications that the row follows."),
        YAMLKey("loss", .string(), .optional, "What FHIR cannot give back, for docs/loss-ledger.md."),
        .hazards,
    ])

    fileprivate init(_ yaml: YAMLValue) throws(MappingProblem) {
        id = yaml.at("id").string
        place = yaml.place
        group = yaml["in"]?.string
        target = yaml.at("target").choice(of: SMSPLeaf.self)
        sources = try yaml.at("source").pathExpressions()
        transform = yaml.at("transform").choice(of: Transform.self)
        codes = yaml["codes"]?.string
        absent = yaml.at("absent").choice(of: AbsentRule.self)
        profileSwitch = yaml["switch"]?.choice(of: ProfileSwitch.self)
        spec = yaml.at("spec").string
        loss = yaml["loss"]?.string
        hazards = yaml.at("hazards").elements.map(\.string)
    }
}
