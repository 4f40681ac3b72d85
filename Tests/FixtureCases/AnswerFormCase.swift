import Foundation
public import SMSPContract
import StrictYAML

/// A case of `Fixtures/answer-forms/`: a legacy answer in a form of its own, and what comparing makes of it.
public struct AnswerFormCase: Sendable, CustomStringConvertible {
    /// The name of its file: `gzip`.
    public let title: String
    /// The decisions that the case holds: `D69`.
    public let decisions: [String]
    /// The legacy answer, as it came.
    public let legacy: WireAnswer
    /// The answer from PDS FHIR.
    public let fhir: WireAnswer
    /// The verdict, `MATCH`, or the reason that the answer is not compared, `legacyCharset`.
    public let compared: String

    /// The title, as the case is shown in a list of tests.
    public var description: String { title }

    private static let folder = FixtureCase.root.appending(path: "answer-forms")

    /// Every case, by title.
    public static func all() throws -> [AnswerFormCase] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
            .map { try AnswerFormCase(String($0.dropLast(".yaml".count))) }
    }

    private init(_ title: String) throws {
        let file = Self.folder.appending(path: title + ".yaml").path
        let document = try YAMLDocument.load(contentsOf: file, shape: Self.shape)
        self.title = title
        decisions = document.at("decisions").elements.map(\.string)
        let answer = document.at("legacy")
        let body = try Self.bytes(of: answer.at("body").string)
        let fields = [("Content-Type", answer.at("contentType")), ("Content-Encoding", answer["contentEncoding"])]
        legacy = WireAnswer(
            status: 200,
            fields: fields.compactMap { name, value in value.map { HTTPField(name, $0.string) } },
            body: Array(body.prefix(answer["bytes"]?.int ?? body.count))
        )
        fhir = WireAnswer(status: 200, body: try Self.bytes(of: document.at("fhir").string))
        compared = document.at("compared").string
    }

    private static func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .required, "The point of the case, in one line."),
        YAMLKey("decisions", .list(of: .string(), count: 1...9), .required, "The decisions that the case holds."),
        YAMLKey(
            "legacy",
            .mapping([
                YAMLKey("body", .string(), .required, "The file of the body."),
                YAMLKey("bytes", .integer(1...1_000_000), .optional, "The number of its bytes that came; absent: all."),
                YAMLKey("contentType", .string(), .defaults("text/xml"), "Content-Type."),
                YAMLKey("contentEncoding", .string(), .optional, "Content-Encoding; absent: none."),
            ]),
            .required,
            "The legacy answer, HTTP 200."
        ),
        YAMLKey("fhir", .string(), .required, "The file of the answer from PDS FHIR."),
        YAMLKey("compared", .string(), .required, "The verdict, or the reason that it is not compared."),
    ])
}
