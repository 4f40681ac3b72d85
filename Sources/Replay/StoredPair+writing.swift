public import Backends
public import Bridge
public import Foundation
public import SMSPContract
import StrictYAML

extension StoredPair {
    /// Writes a pair to a new folder `name` of `corpus`: the request, and the answers of both backends.
    ///
    /// - Parameters:
    ///   - legacy: the legacy answer.
    ///   - replies: what PDS answered, in order.
    ///   - source: the base URL of that PDS.
    public static func write(
        _ name: String,
        of operation: SMSPOperation,
        request: WireRequest,
        site: Bridge.Site,
        legacy: [UInt8],
        replies: [StoredReply],
        source: String,
        to corpus: URL
    ) throws {
        let folder = corpus.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: folder.appending(path: name))
        }
        var entries: [(String, YAMLTree)] = [
            ("source", .string(source)), ("operation", .string(operation.rawValue)),
            ("at", .string(UTCTime.text(of: request.receivedAt))), ("path", .string(request.path)),
        ]
        if let action = request.fields.value(of: "SOAPAction") { entries.append(("soapAction", .string(action))) }
        // A switch that is on or off is no text, and in quotes it would be one.
        let switches = site.profile.switches.map { ($0.key, Bool($0.value).map(YAMLTree.boolean) ?? .string($0.value)) }
        entries.append(("profile", .mapping(switches)))
        var answers: [YAMLTree] = []
        for (number, reply) in replies.enumerated() {
            let body = "pds-\(number + 1).json"
            try write(reply.body, body)
            answers.append(
                .mapping([
                    ("status", .integer(reply.status)), ("body", .string(body)), ("asks", .string(reply.path ?? "")),
                ])
            )
        }
        if !answers.isEmpty { entries.append(("pds", .list(answers))) }
        try write(request.body, "request.xml")
        try write(legacy, "legacy.xml")
        try write(Array(try YAMLTree.mapping(entries).text().utf8), "case.yaml")
    }
}
