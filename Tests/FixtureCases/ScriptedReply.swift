import Foundation
import StrictYAML

/// One answer of a fixture's PDS.
public struct ScriptedReply: Sendable {
    /// A fault of the connection.
    public enum Fault: String, Sendable, CaseIterable {
        /// The connection ends in the middle of the body.
        case cut
        /// The answer comes after three seconds.
        case slow
        /// The answer bears the id of another request.
        case crossed
    }

    /// The HTTP status.
    public let status: Int
    /// The body, byte for byte; empty if there is none.
    public let body: [UInt8]
    /// The header `Content-Type`.
    public let contentType: String
    /// The fault of the connection; nil if there is none.
    public let fault: Fault?
    /// The query that PDS must have got, below its base URL; nil if the case leaves that to others.
    public let asks: String?

    static let shape = YAMLShape.mapping([
        YAMLKey("status", .integer(100...599), .required, "The HTTP status."),
        YAMLKey("body", .string(), .optional, "The file in bodies; absent: no body."),
        YAMLKey(
            "change",
            .dictionary(of: .string(pattern: .anyText)),
            .optional,
            "The values of the body that are others, by path."
        ),
        YAMLKey("without", .list(of: .string(), count: 1...9), .optional, "The parts of the body that are absent."),
        YAMLKey("contentType", .string(), .defaults("application/fhir+json"), "Content-Type."),
        YAMLKey("fault", .choice(Fault.allCases.map(\.rawValue)), .optional, "The fault of the connection."),
        YAMLKey("asks", .string(), .optional, "The path and query that PDS must get; absent: not compared."),
    ])

    init(_ value: YAMLValue) throws {
        status = value.at("status").int
        body = try Self.body(value)
        contentType = value.at("contentType").string
        asks = value["asks"]?.string
        fault = value["fault"].flatMap { Fault(rawValue: $0.string) }
    }

    /// The bytes of the body, with the changes of the case.
    private static func body(_ value: YAMLValue) throws -> [UInt8] {
        let (changes, removed) = (value["change"]?.entries ?? [], value["without"]?.elements ?? [])
        guard let file = value["body"] else {
            guard changes.isEmpty, removed.isEmpty else {
                throw YAMLProblems([value.problem("changes a body that is absent", try: "body: patient.json")])
            }
            return []
        }
        let bytes = Array(try Data(contentsOf: FixtureCase.root.appending(path: "bodies/" + file.string)))
        guard !changes.isEmpty || !removed.isEmpty else { return bytes }
        var body = try EditedJSON(bytes)
        for (path, new) in changes where !body.replace(path, with: new.string) {
            throw YAMLProblems([new.problem("has no value in \(file.string) to replace", try: "another path")])
        }
        // From the last to the first, so that an index names the same element before and after a removal.
        for path in removed.reversed() where !body.remove(path.string) {
            throw YAMLProblems([path.problem("is not in \(file.string)", try: "another path")])
        }
        return body.bytes
    }
}
