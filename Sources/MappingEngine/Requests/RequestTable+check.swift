import PDSFHIR
import SMSPContract
import StrictYAML

extension RequestTable {
    /// The parameters that every search needs: those that PDS requires, and those that keep a search exact (D20, D21).
    private static let neededToSearch: [SearchQuery.Name] = [.family, .gender, .birthdate, .history, .maxResults]

    /// The problems of a call's parameters as a whole.
    ///
    /// 1. A retrieve has the one parameter `id`, from the request or from the record found. 2. A search has no `id`,
    /// and all that it needs. 3. No parameter is filled twice.
    static func problems(of parameters: [Parameter], in call: PDSCall, at place: YAMLValue) -> [MappingProblem] {
        let targets = parameters.map(\.target)
        var problems: [MappingProblem] = []
        let needed: [ParameterTarget] = call == .search ? neededToSearch.map { .query($0) } : [.id]
        for target in needed where !targets.contains(target) {
            problems.append(place.mappingProblem("has no parameter \(target.word)", try: "a parameter that fills it"))
        }
        for (position, parameter) in parameters.enumerated() {
            if targets[..<position].contains(parameter.target) {
                problems.append(problem(parameter, "is filled twice", try: "one of the two taken out"))
            }
            let goesWith = call == .search ? parameter.target != .id : parameter.target == .id
            if !goesWith {
                problems.append(problem(parameter, "is no parameter of the call", try: "the parameter taken out"))
            }
            if case .foundID = parameter.source, call != .found {
                problems.append(problem(parameter, "is filled before there is a record", try: "a part of the request"))
            } else if case .part = parameter.source, call == .found {
                problems.append(problem(parameter, "is not filled from the record", try: "source: patient.id"))
            }
        }
        return problems
    }

    /// The problems of the code tables that parameters read backwards.
    ///
    /// Each code of the vocabulary must come from one code of PDS, so that none is left unsent (D21).
    func check(codes: [String: CodeTable]) -> [MappingProblem] {
        calls.flatMap(\.parameters).flatMap { parameter -> [MappingProblem] in
            guard case .part(_, .code, let name) = parameter.source else { return [] }
            guard let table = name.flatMap({ codes[$0] }) else {
                let known = codes.keys.sorted().joined(separator: ", ")
                return [Self.problem(parameter, "has codes that are no table of codes/", try: "one of \(known)")]
            }
            return AdministrativeGender.allCases.filter { table.source(of: $0.rawValue) == nil }.map { gender in
                MappingProblem(
                    table.header,
                    "target",
                    "has \(gender.rawValue) not once, and is read backwards in \(parameter.place)",
                    try: "one row with this target"
                )
            }
        }
    }

    private static func problem(_ row: Parameter, _ problem: String, try suggestion: String) -> MappingProblem {
        MappingProblem(row.place, row.target.word, problem, try: suggestion)
    }
}
