import SMSPContract
import StrictYAML

extension RequestTable {
    /// The path of the record that a search found, by which it is retrieved.
    private static let foundID = "patient.id"

    private static let parameter = YAMLShape.mapping([
        YAMLKey("id", .id, .required, "The row's id."),
        YAMLKey("target", .choice(ParameterTarget.words), .required, "What the parameter fills."),
        YAMLKey("source", .string(), .optional, "The part of the request; absent: value."),
        YAMLKey("transform", .choice(of: RequestTransform.self), .optional, "What is done with it; with source."),
        YAMLKey("codes", .string(), .optional, "The code table that is read backwards; with the transform code."),
        YAMLKey("value", .string(), .optional, "A constant value; absent: source."),
        YAMLKey("spec", .string(), .required, "The decisions and specifications that the row follows."),
        .hazards,
    ])

    private static func shape(of operation: SMSPOperation) -> YAMLShape {
        .mapping([
            YAMLKey("operation", .choice([operation.rawValue]), .required, "The operation: the file's name."),
            YAMLKey(
                "calls",
                .list(
                    of: .mapping([
                        YAMLKey("call", .choice(of: PDSCall.self), .required, "The call, as outcomes.csv names it."),
                        YAMLKey("resource", .choice(["Patient"]), .required, "The resource type."),
                        YAMLKey("parameters", .list(of: parameter, count: 1...20), .required, "What fills the call."),
                    ]),
                    count: 1...PDSCall.allCases.count
                ),
                .required,
                "The calls to PDS."
            ),
            YAMLKey(
                "unsent",
                .list(
                    of: .mapping([
                        YAMLKey("source", .string(), .required, "A part of the request."),
                        YAMLKey("reason", .string(), .required, "Why PDS is not sent it."),
                    ])
                ),
                .required,
                "The parts of the request that PDS is not sent."
            ),
        ])
    }

    /// The table in `file`; nil when it cannot be read.
    init?(_ operation: SMSPOperation, _ file: MappingFile, problems: inout [MappingProblem]) {
        guard let yaml = file.yaml(Self.shape(of: operation), problems: &problems) else { return nil }
        var uses = PartUses()
        calls = yaml.at("calls").elements.map { call in
            let parameters = call.at("parameters").elements.compactMap { row -> Parameter? in
                do throws(MappingProblem) {
                    return try Self.parameter(row, uses: &uses)
                } catch {
                    problems.append(error)
                    return nil
                }
            }
            let kind = call.at("call").choice(of: PDSCall.self)
            problems += Self.problems(of: parameters, in: kind, at: call)
            return Call(call: kind, resource: call.at("resource").string, parameters: parameters)
        }
        for row in yaml.at("unsent").elements {
            do throws(MappingProblem) {
                _ = try uses.part(row.at("source"), of: row)
            } catch {
                problems.append(error)
            }
        }
        problems += uses.missing(in: yaml)
        if calls.map(\.call) != operation.calls {
            let known = operation.calls.map(\.rawValue).joined(separator: ", then ")
            problems.append(yaml.at("calls").mappingProblem("are not those of the operation", try: known))
        }
        hazards = yaml.at("calls").elements.flatMap { $0.at("parameters").elements }
            .flatMap { row in row.at("hazards").elements.map { ($0.string, $0.place) } }
    }

    private static func parameter(_ row: YAMLValue, uses: inout PartUses) throws(MappingProblem) -> Parameter {
        let (id, target) = (row.at("id").string, ParameterTarget(row.at("target").string))
        guard let source = row["source"] else {
            guard let value = row["value"], row["transform"] == nil, row["codes"] == nil else {
                throw row.mappingProblem("has neither source nor value", try: "a source with its transform, or a value")
            }
            guard target.word.hasPrefix("_") else {
                throw value.mappingProblem("is the same for every patient", try: "a source with its transform")
            }
            return Parameter(id: id, target: target, source: .constant(value.string), place: row.place)
        }
        if let value = row["value"] {
            throw value.mappingProblem("is given with source", try: "one of the two taken out")
        }
        if source.string == foundID {
            return Parameter(id: id, target: target, source: .foundID, place: source.place)
        }
        let part = try uses.part(source, of: row)
        guard part.parameter == target else {
            let problem = target == .id ? "cannot be a Patient's id" : "cannot fill \(target.word)"
            let fitting = RequestPart.allCases.filter { $0.parameter == target }.map(\.path)
            throw source.mappingProblem(problem, try: fitting.first ?? "a value")
        }
        let transform = row["transform"]?.choice(of: RequestTransform.self)
        guard transform == part.transform else {
            throw (row["transform"] ?? row).mappingProblem(
                "does not go with \(part.path)",
                try: "transform: \(part.transform.rawValue)"
            )
        }
        guard (row["codes"] != nil) == (part.transform == .code) else {
            throw (row["codes"] ?? row).mappingProblem(
                "has codes where there is nothing to translate, or none where there is",
                try: "codes with the transform code, and only there"
            )
        }
        let filled = Parameter.Source.part(part, part.transform, codes: row["codes"]?.string)
        return Parameter(id: id, target: target, source: filled, place: source.place)
    }
}

/// The parts of a request that a file has spoken of so far.
private struct PartUses {
    private var uses: [(part: RequestPart, place: SourceLine)] = []

    /// The part that `source` names, which `row` speaks of.
    mutating func part(_ source: YAMLValue, of row: YAMLValue) throws(MappingProblem) -> RequestPart {
        guard let part = RequestPart(try source.pathExpression()) else {
            let known = RequestPart.allCases.map(\.path).joined(separator: ", ")
            throw source.mappingProblem("is no part of a request", try: "one of \(known)")
        }
        if let other = uses.first(where: { $0.part == part }) {
            throw source.mappingProblem("is also in line \(other.place.line)", try: "one of the two taken out")
        }
        uses.append((part, row.place))
        return part
    }

    /// The parts that the file does not speak of.
    func missing(in yaml: YAMLValue) -> [MappingProblem] {
        RequestPart.allCases.filter { part in !uses.contains { $0.part == part } }.map { part in
            let suggestion = "a parameter that sends it, or an entry of unsent with the reason"
            return yaml.mappingProblem("does not say what becomes of \(part.path)", try: suggestion)
        }
    }
}
