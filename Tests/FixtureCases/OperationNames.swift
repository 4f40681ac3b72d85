import Foundation
import SMSPContract
import StrictYAML

/// The names of an operation in its messages, as `Fixtures/operations.yaml` has them.
///
/// They are facts of the published messages, written a second time here so that a fixture does not take them from the
/// code that it tests.
struct OperationNames: Sendable {
    /// The element of a request's payload.
    let element: String
    /// The element of an answer's payload.
    let response: String

    /// The names of `operation`; the file is read once.
    static func of(_ operation: SMSPOperation) throws -> OperationNames {
        let entry = try document.get().at(operation.rawValue)
        return OperationNames(element: entry.at("element").string, response: entry.at("response").string)
    }

    private static let document = Result {
        let file = FixtureCase.root.appending(path: "operations.yaml").path
        return try YAMLDocument.load(contentsOf: file, shape: shape)
    }

    private static let shape = YAMLShape.mapping(
        SMSPOperation.allCases.map { operation in
            YAMLKey(
                operation.rawValue,
                .mapping([
                    YAMLKey("element", .string(), .required, "The element of a request's payload."),
                    YAMLKey("response", .string(), .required, "The element of an answer's payload."),
                ]),
                .required,
                "The names of the operation in its messages."
            )
        }
    )
}
