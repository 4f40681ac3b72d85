import PDSFHIR
import SMSPContract
import StrictYAML

/// A file of `requests/`: the FHIR calls of an operation.
struct RequestTable: Sendable {
    /// A call and what it is filled from.
    struct Call: Sendable {
        let call: PDSCall
        let resource: String
        let parameters: [Parameter]
    }

    /// A parameter of a call.
    struct Parameter: Sendable {
        /// The source of its value.
        enum Source: Sendable {
            /// A constant value.
            case constant(String)
            /// A part of the request.
            case part(RequestPart, RequestTransform, codes: String?)
            /// The id of the record that a search found.
            case foundID
        }

        let id: String
        let target: ParameterTarget
        let source: Source
        let place: SourceLine
    }

    let calls: [Call]
    /// The hazards that rows name, with their lines.
    let hazards: [(id: String, place: SourceLine)]

    /// The call of the kind `call` for `request`; nil when the operation makes none, or what it asks by is missing.
    ///
    /// - Parameter found: the record that a search found; nil before one has.
    func call(
        _ call: PDSCall,
        for request: SMSPRequest,
        found: Patient?,
        codes: [String: CodeTable]
    ) -> FHIRCall? {
        guard let row = calls.first(where: { $0.call == call }) else { return nil }
        let values = row.parameters.map { parameter in
            (parameter.target, Self.values(of: parameter.source, for: request, found: found, codes: codes))
        }
        var query = SearchQuery()
        for (target, values) in values {
            switch target {
            case .id: return values.first.map { FHIRCall(call: call, resource: row.resource, target: .id($0)) }
            case .query(let name): for value in values { query.append(name, value) }
            }
        }
        return FHIRCall(call: call, resource: row.resource, target: .query(query))
    }

    private static func values(
        of source: Parameter.Source,
        for request: SMSPRequest,
        found: Patient?,
        codes: [String: CodeTable]
    ) -> [String] {
        switch source {
        case .constant(let value): [value]
        case .part(let part, let transform, let table):
            transform.values(of: part, in: request, codes: table.flatMap { codes[$0] })
        case .foundID: [found?.id].compactMap(\.self)
        }
    }
}
