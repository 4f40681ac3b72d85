public import Backends
public import Bridge
public import Foundation
public import SMSPContract

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
        var lines = [
            "source: \(quoted(source))", "operation: \(operation.rawValue)",
            "at: \(UTCTime.text(of: request.receivedAt))", "path: \(quoted(request.path))",
        ]
        if let action = request.fields.value(of: "SOAPAction") { lines.append("soapAction: \(quoted(action))") }
        lines.append("profile: { \(site.profile.switches.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }")
        if !replies.isEmpty { lines.append("pds:") }
        for (number, reply) in replies.enumerated() {
            let body = "pds-\(number + 1).json"
            try write(reply.body, body)
            lines.append("  - { status: \(reply.status), body: \(body), asks: \(quoted(reply.path ?? "")) }")
        }
        try write(request.body, "request.xml")
        try write(legacy, "legacy.xml")
        try write(Array((lines.joined(separator: "\n") + "\n").utf8), "case.yaml")
    }

    /// A scalar in double quotes, as YAML and JSON both write it.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
