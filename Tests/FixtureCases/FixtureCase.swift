import Bridge
public import Foundation
public import SMSPContract
import StrictYAML

/// A case of `Fixtures/<operation>/`: a call, the answers of PDS, and the answer that the caller must get.
///
/// What the file names in the shared folders is resolved when it is read: ``request``, the bodies of ``replies`` and
/// ``expected`` are the bytes on the wire.
public struct FixtureCase: Sendable, CustomStringConvertible {
    /// The point of the case, in one line.
    public let about: String
    /// The operation of the call.
    public let operation: SMSPOperation
    /// The name below the operation: `0000-short-surname`.
    public let title: String
    /// The decisions that the case holds: `D36`.
    public let decisions: [String]
    /// The hazards that the case controls: `H1`.
    public let hazards: [String]
    /// The time of the call.
    public let at: Date
    /// The path of the call.
    public let path: String
    /// The header `SOAPAction`; nil if it is not sent.
    public let soapAction: String?
    /// The header `Content-Type`.
    public let contentType: String
    /// The header `Content-Encoding`; nil if it is not sent.
    public let contentEncoding: String?
    /// The common name of the client certificate; nil without TLS.
    public let certificateCommonName: String?
    /// The profile of the site.
    public let profile: SiteProfile
    /// The message, byte for byte.
    public let request: [UInt8]
    /// The answers of PDS, in order.
    public let replies: [ScriptedReply]
    /// The answer that the caller must get.
    public let expected: ExpectedAnswer

    /// The operation and the title: `verifyNHSNumber/0000-short-surname`.
    public var name: String { "\(operation.rawValue)/\(title)" }
    /// The name, as the case is shown in a list of tests.
    public var description: String { name }

    /// The folder `Fixtures` of the project.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// Every case, by operation and then by title; the files are read once.
    public static func all() throws -> [FixtureCase] { try loaded.get() }

    private static let loaded = Result {
        let cases = try SMSPOperation.allCases.flatMap { operation in
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: operation.rawValue).path)
                .filter { $0.hasSuffix(".yaml") }
                .flatMap { try read("\(operation.rawValue)/\($0.dropLast(".yaml".count))") }
        }
        let byOperation = Dictionary(grouping: cases, by: \.operation)
        return SMSPOperation.allCases.flatMap { operation in
            byOperation[operation, default: []].sorted { $0.title < $1.title }
        }
    }

    /// The cases of a file: the one with its name, and those that it lists as equal.
    private static func read(_ name: String) throws -> [FixtureCase] {
        let document = try YAMLDocument.load(contentsOf: root.appending(path: name + ".yaml").path, shape: shape)
        return try [FixtureCase(name, document)]
            + (document["also"]?.elements ?? []).map { try FixtureCase($0.string, document) }
    }

    /// The case with this name: `verifyNHSNumber/0000-short-surname`.
    public static func named(_ name: String) throws -> FixtureCase {
        guard let fixture = try all().first(where: { $0.name == name }) else { throw Missing(name: name) }
        return fixture
    }

    /// No file of `Fixtures` has this name.
    struct Missing: Error {
        let name: String
    }

    private init(_ name: String, _ document: YAMLValue) throws {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2, let operation = SMSPOperation(rawValue: parts[0]) else {
            throw YAMLProblems([document.problem("names the case \(name)", try: "<operation>/<title>")])
        }
        let names = try OperationNames.of(operation)
        self.operation = operation
        title = parts[1]
        about = document.at("about").string
        decisions = document.at("decisions").elements.map(\.string)
        hazards = document["hazards"]?.elements.map(\.string) ?? []
        guard let at = UTCTime.date(from: document.at("at").string) else {
            throw YAMLProblems([document.at("at").problem("is not a time", try: "2026-11-23T09:30:00Z")])
        }
        self.at = at
        path = document.at("path").string
        let action = document["soapAction"]?.string ?? "urn:nhs-itk:services:201005:\(operation.rawValue)-v1-0"
        soapAction = action == "none" ? nil : action
        contentType = document.at("contentType").string
        contentEncoding = document["contentEncoding"]?.string
        certificateCommonName = document["certificateCommonName"]?.string
        profile = document["profile"].map(SiteProfile.init) ?? SiteProfile()
        request = try FixtureRequest.bytes(document.at("request"), operation: operation, names: names)
        replies = try document["pds"]?.elements.map(ScriptedReply.init) ?? []
        expected = try ExpectedAnswer(document, operation: operation, names: names)
    }

    private static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .required, "The point of the case, in one line."),
        YAMLKey("also", .list(of: .string(), count: 1...4), .optional, "The names of the cases that are equal to it."),
        YAMLKey("decisions", .list(of: .string(), count: 1...20), .required, "The decisions that the case holds."),
        YAMLKey("hazards", .list(of: .string(), count: 1...9), .optional, "The hazards that the case controls."),
        YAMLKey("at", .string(), .defaults("2026-11-23T09:30:00Z"), "The time of the call, UTC."),
        YAMLKey("path", .string(), .defaults("/RXX"), "The path of the call."),
        YAMLKey("soapAction", .string(), .optional, "SOAPAction; absent: that of the operation; none: not sent."),
        YAMLKey("contentType", .string(), .defaults("text/xml"), "Content-Type."),
        YAMLKey("contentEncoding", .string(), .optional, "Content-Encoding; absent: not sent."),
        YAMLKey(
            "certificateCommonName",
            .string(),
            .optional,
            "The common name of the client certificate; mutual TLS."
        ),
        YAMLKey("profile", SiteProfile.shape, .optional, "The site's profile, as sites.yaml has it."),
        YAMLKey("request", FixtureRequest.shape, .required, "The message."),
        YAMLKey("pds", .list(of: ScriptedReply.shape, count: 1...9), .optional, "The answers of PDS, in order."),
        YAMLKey("answers", .string(), .required, "The caller's answer: a code, `fault 1000`, `HTTP 415` and the like."),
        YAMLKey("expected", .string(), .optional, "The file in answers; absent: the one for `answers`."),
        YAMLKey("diagnostic", .string(), .optional, "The diagnostic text of a fault."),
    ])
}
