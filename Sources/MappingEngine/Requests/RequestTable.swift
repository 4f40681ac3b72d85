import SMSPContract
import StrictYAML

/// A file of `requests/`: what PDS is asked when a caller asks an operation.
struct RequestTable: Sendable {
    /// A call and what it is filled from.
    struct Call: Sendable {
        /// What a parameter of a call can fill.
        enum Target: String, CaseIterable {
            /// The logical id in the path.
            case id
        }

        let call: PDSCall
        let resource: String
    }

    /// A part of the request, and the line that says what becomes of it.
    private struct Use {
        let part: RequestPart
        let place: SourceLine
    }

    let calls: [Call]
    /// The hazards that rows name, with their lines.
    let hazards: [(id: String, place: SourceLine)]

    private static let parameter = YAMLShape.mapping([
        YAMLKey("id", .id, .required, "The row's id."),
        YAMLKey("target", .choice(of: Call.Target.self), .required, "What the parameter fills."),
        YAMLKey("source", .string(), .required, "The part of the request."),
        YAMLKey("transform", .choice([Transform.verbatim.rawValue]), .required, "What is done with it."),
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
                        YAMLKey("resource", .choice(["Patient"]), .required, "The resource type asked for."),
                        YAMLKey("parameters", .list(of: parameter, count: 1...1), .required, "What fills the call."),
                    ]),
                    count: 1...1
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
        var uses: [Use] = []
        func use(of row: YAMLValue) -> RequestPart? {
            do throws(MappingProblem) {
                let source = row.at("source")
                guard let part = RequestPart(try source.pathExpression()) else {
                    let known = RequestPart.allCases.map(\.path).joined(separator: ", ")
                    throw source.mappingProblem("is no part of a request", try: "one of \(known)")
                }
                if let other = uses.first(where: { $0.part == part }) {
                    throw source.mappingProblem("is also in line \(other.place.line)", try: "one of the two taken out")
                }
                uses.append(Use(part: part, place: row.place))
                return part
            } catch {
                problems.append(error)
                return nil
            }
        }
        var calls: [Call] = []
        var hazards: [(String, SourceLine)] = []
        for call in yaml.at("calls").elements {
            for parameter in call.at("parameters").elements {
                hazards += parameter.at("hazards").elements.map { ($0.string, $0.place) }
                if let part = use(of: parameter), part != .nhsNumber {
                    let suggestion = RequestPart.nhsNumber.path
                    problems.append(parameter.at("source").mappingProblem("cannot be a Patient's id", try: suggestion))
                }
            }
            calls.append(Call(call: call.at("call").choice(of: PDSCall.self), resource: call.at("resource").string))
        }
        for row in yaml.at("unsent").elements { _ = use(of: row) }
        for part in RequestPart.allCases where !uses.contains(where: { $0.part == part }) {
            let suggestion = "a parameter that sends it, or an entry of unsent with the reason"
            problems.append(yaml.mappingProblem("does not say what becomes of \(part.path)", try: suggestion))
        }
        self.calls = calls
        self.hazards = hazards
    }

    /// The call of the kind `call` for `request`; nil when the operation makes none, or the request has no number.
    func call(_ call: PDSCall, for request: SMSPRequest) -> FHIRCall? {
        guard let row = calls.first(where: { $0.call == call }), let number = request.nhsNumber else { return nil }
        return FHIRCall(call: call, resource: row.resource, id: number.digits)
    }
}
