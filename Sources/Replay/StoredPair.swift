import Backends
import Bridge
import Foundation
import SMSPContract
import StrictYAML

/// A question with what both sides once answered to it: a folder of a corpus.
///
/// | file | what |
/// |---|---|
/// | `case.yaml` | operation, time, profile, and the requests to PDS with their answers, in order |
/// | `request.xml` | the message |
/// | `legacy.xml` | the legacy answer; absent: the pair is skipped |
/// | others | the bodies that `case.yaml` names |
public struct StoredPair: Sendable {
    /// The folder, from the corpus on.
    let name: String
    let site: Bridge.Site
    let request: WireRequest
    let legacy: [UInt8]
    let replies: [StoredReply]

    /// The reason that a pair is skipped.
    enum PassedOver: String, Error, Encodable, Sendable {
        /// PDS did not answer; the failure cannot be stored in a file.
        case transportFault = "a fault on the way to PDS"
        /// There is no legacy answer to hold anything against.
        case noAnswer = "no SMSP answer is stored"
        /// The answer is about who called, which a pair does not hold.
        case callerUnknown = "the answer refuses the caller"
        /// Neither the message nor `case.yaml` names an operation.
        case operationUnknown = "nothing tells the operation"
    }

    /// Reads the pair in `folder`.
    ///
    /// - Throws: ``PassedOver``, or `YAMLProblems` for files that cannot be used.
    init(folder: URL, name: String) throws {
        let yaml = try YAMLDocument.load(contentsOf: folder.appending(path: "case.yaml").path, shape: PairShape.shape)
        if let source = yaml["source"] { try PairSource.check(source) }
        guard yaml["pds"]?.elements.contains(where: { $0["fault"] != nil }) != true else {
            throw PassedOver.transportFault
        }
        guard let at = UTCTime.date(from: yaml.at("at").string) else {
            throw YAMLProblems([yaml.at("at").problem("is no time", try: "2026-11-24T09:30:00Z")])
        }
        func bytes(_ name: String, of value: YAMLValue) throws -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
                throw YAMLProblems([value.problem("needs a file that cannot be read", try: name)])
            }
            return Array(data)
        }
        guard FileManager.default.fileExists(atPath: folder.appending(path: "legacy.xml").path) else {
            throw PassedOver.noAnswer
        }
        self.name = name
        legacy = try bytes("legacy.xml", of: yaml)
        if case .fault(_, ToolkitErrorCode.accessDenied.rawValue, _) = try? AnswerReader.read(legacy) {
            throw PassedOver.callerUnknown
        }
        replies = try (yaml["pds"]?.elements ?? []).map { reply in
            StoredReply(
                path: reply["asks"]?.string,
                status: reply.at("status").int,
                body: try reply["body"].map { try bytes($0.string, of: $0) } ?? []
            )
        }
        site = PairShape.site(yaml)
        request = WireRequest(
            path: yaml.at("path").string,
            fields: PairShape.fields(yaml),
            body: try bytes("request.xml", of: yaml),
            connection: PairShape.connection(yaml),
            receivedAt: at,
            started: .now
        )
    }

    /// The source of the legacy answer.
    var legacyEndpoint: any LegacyEndpoint { StoredLegacyAnswer(body: legacy) }
}

/// An endpoint that gives the answer it once gave.
private struct StoredLegacyAnswer: LegacyEndpoint {
    let body: [UInt8]
    let timeout: Duration = .zero

    func forward(_ request: WireRequest, latestTurn: ContinuousClock.Instant) async -> LegacyOutcome {
        LegacyOutcome(outcome: .success(WireAnswer(status: 200, fields: [], body: body)))
    }
}
