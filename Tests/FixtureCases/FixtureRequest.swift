import Foundation
import SMSPContract
import StrictYAML

/// The message of a case: a form of `Fixtures/requests` with the parameters of the case.
enum FixtureRequest {
    static let shape = YAMLShape.mapping(
        [YAMLKey("form", .string(), .defaults("message.xml"), "The file in requests.")]
            + (query + security).map { slot in
                YAMLKey(slot, .string(pattern: .anyText), .optional, "The value of \(slot).")
            }
            + [
                YAMLKey("given", .list(of: .string(pattern: .anyText)), .optional, "The given names."),
                YAMLKey("family", .string(pattern: .anyText), .optional, "The surname."),
            ]
    )

    /// The parameters of a query that have one value, each with its part in `requests/query`.
    private static let query = ["dateOfBirth", "gender", "localIdentifier", "number", "postcode"]
    /// The parts of `requests/query`, in the order of the published messages.
    private static let parts = ["dateOfBirth", "gender", "localIdentifier", "number", "name", "postcode"]
    /// The parameters of a WS-Security header.
    private static let security = ["created", "expires", "username"]

    /// The bytes of the message that `request` describes.
    ///
    /// - Throws: a problem of the file if the form lacks a slot for a parameter, or the case a value for a slot.
    static func bytes(_ request: YAMLValue, operation: SMSPOperation, names: OperationNames) throws -> [UInt8] {
        var form = try FixtureTemplate("requests/" + request.at("form").string)
        form.fill("operation", with: operation.rawValue)
        form.fill("element", with: names.element)
        for slot in security {
            let value = request[slot]
            guard form.has(slot) == (value != nil) else { throw unequal(request, slot) }
            if let value { form.fill(slot, with: value.string) }
        }
        let query = try parts.compactMap { try part($0, of: request) }
        guard form.has("query") == !query.isEmpty else { throw unequal(request, "the query") }
        // The part that is last ends its line, which the form ends too.
        form.fill("query", with: Data(query.joined().dropLast()))
        return form.bytes
    }

    /// One part of the query; nil if the case has no value for it.
    private static func part(_ name: String, of request: YAMLValue) throws -> [UInt8]? {
        let value: String
        if name == "name" {
            let given = request["given"]?.elements.map(\.string) ?? []
            let family = request["family"].map { [$0.string] } ?? []
            let elements = given.map { ("given", $0) } + family.map { ("family", $0) }
            guard !elements.isEmpty else { return nil }
            value = elements.map { "<\($0)>\(FixtureTemplate.escaped($1))</\($0)>" }.joined()
        } else {
            guard let text = request[name]?.string else { return nil }
            value = FixtureTemplate.escaped(text)
        }
        var part = try FixtureTemplate("requests/query/\(name).xml")
        part.fill(name, with: Data(value.utf8))
        return part.bytes
    }

    private static func unequal(_ request: YAMLValue, _ slot: String) -> YAMLProblems {
        YAMLProblems([
            request.problem(
                "has no value for \(slot) where its form has a slot, or a value where it has none",
                try: "another form, or the parameters that the form needs"
            )
        ])
    }
}
