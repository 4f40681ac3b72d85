import Bridge
import Foundation
import SMSPContract
import StrictYAML
import Testing

/// One folder of `Fixtures/<operation>/`: a request, what PDS answers, and what the caller must get.
struct FixtureCase: Sendable, CustomTestStringConvertible {
    /// What the caller must get: a code, `fault 1000`, `HTTP 415` and the like.
    let answers: String
    let about: String
    let operation: SMSPOperation
    let decisions: [String]
    let hazards: [String]
    let at: Date
    let path: String
    let soapAction: String?
    let contentType: String
    let contentEncoding: String?
    let certificateCommonName: String?
    let profile: SiteProfile
    let replies: [ScriptedReply]
    let folder: URL

    var name: String { "\(operation.rawValue)/\(folder.lastPathComponent)" }
    var testDescription: String { name }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    private static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .required, "What the case shows, in a sentence."),
        YAMLKey("operation", .choice(SMSPOperation.allCases.map(\.rawValue)), .required, "The operation."),
        YAMLKey("answers", .string(), .required, "What the caller gets."),
        YAMLKey("decisions", .list(of: .string(), count: 1...20), .required, "The decisions that the case holds."),
        YAMLKey("hazards", .list(of: .string(), count: 1...9), .optional, "The hazards that the case controls."),
        YAMLKey("at", .string(), .required, "The time of the call, UTC."),
        YAMLKey("path", .string(), .defaults("/RXX"), "The path called."),
        YAMLKey("soapAction", .string(), .optional, "SOAPAction; absent: not sent."),
        YAMLKey("contentType", .string(), .defaults("text/xml"), "Content-Type."),
        YAMLKey("contentEncoding", .string(), .optional, "Content-Encoding; absent: not sent."),
        YAMLKey(
            "certificateCommonName",
            .string(),
            .optional,
            "The common name of the client certificate: mutual TLS."
        ),
        YAMLKey("profile", .dictionary(of: .string()), .optional, "The site's profile, as sites.yaml has it."),
        YAMLKey("pds", .list(of: ScriptedReply.shape, count: 1...9), .optional, "What PDS answers, in order."),
    ])

    /// Every case, in the order of the folders.
    static func all() throws -> [FixtureCase] {
        try SMSPOperation.allCases.flatMap { operation in
            let folder = root.appending(path: operation.rawValue)
            guard FileManager.default.fileExists(atPath: folder.path) else { return [FixtureCase]() }
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .map { try FixtureCase(folder: folder.appending(path: $0)) }
        }
    }

    private init(folder: URL) throws {
        let file = folder.appending(path: "case.yaml").path
        let document = try YAMLDocument.load(contentsOf: file, shape: Self.shape)
        about = document.at("about").string
        answers = document.at("answers").string
        operation = try #require(SMSPOperation(rawValue: document.at("operation").string))
        decisions = document.at("decisions").elements.map(\.string)
        hazards = document["hazards"]?.elements.map(\.string) ?? []
        at = try #require(UTCTime.date(from: document.at("at").string))
        path = document.at("path").string
        soapAction = document["soapAction"]?.string
        contentType = document.at("contentType").string
        contentEncoding = document["contentEncoding"]?.string
        certificateCommonName = document["certificateCommonName"]?.string
        let switches = document["profile"]?.entries.map { "\($0.key): \($0.value.string)" } ?? []
        let sites = "- { id: RXX, ods: RXX, profile: { \(switches.joined(separator: ", ")) } }"
        profile = try #require(try SitesFile.load(sites, file: file, isMutual: false, legacies: []).sites.first).profile
        replies = try document["pds"]?.elements.map { try ScriptedReply($0, folder: folder) } ?? []
        self.folder = folder
    }

    var request: [UInt8] {
        get throws { Array(try Data(contentsOf: folder.appending(path: "request.xml"))) }
    }

    /// What the caller must get, byte for byte; ids come in the order 1, 2, 3.
    var expected: URL { folder.appending(path: "expected.xml") }
}
