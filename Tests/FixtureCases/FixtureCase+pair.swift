public import Foundation
import SMSPContract

extension FixtureCase {
    /// Writes the case as a stored pair, the form that `replay` reads.
    ///
    /// The pair is `folder`/``name``, a folder that this makes; the expected answer is its legacy answer.
    ///
    /// - Returns: the folder of the pair.
    @discardableResult
    public func writePair(in folder: URL) throws -> URL {
        let pair = folder.appending(path: name)
        try FileManager.default.createDirectory(at: pair, withIntermediateDirectories: true)
        var lines = ["operation: \(operation.rawValue)", "at: \(UTCTime.text(of: at))", "path: \(path)"]
        lines += [
            ("soapAction", soapAction), ("contentType", contentType), ("contentEncoding", contentEncoding),
            ("certificateCommonName", certificateCommonName),
        ].compactMap { key, value in value.map { "\(key): '\($0)'" } }
        let switches = profile.switches.map { "\($0.key): \($0.value)" }
        lines.append("profile: { \(switches.joined(separator: ", ")) }")
        lines += replies.isEmpty ? [] : ["pds:"]
        for (index, reply) in replies.enumerated() {
            try Data(reply.body).write(to: pair.appending(path: "pds-\(index + 1)"))
            let rest = [("fault", reply.fault?.rawValue), ("asks", reply.asks)]
                .compactMap { key, value in value.map { ", \(key): '\($0)'" } }
            lines.append("  - { status: \(reply.status), body: pds-\(index + 1)\(rest.joined()) }")
        }
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: pair.appending(path: "case.yaml"))
        try Data(request).write(to: pair.appending(path: "request.xml"))
        let answer = try expected.body
        if !answer.isEmpty { try Data(answer).write(to: pair.appending(path: "legacy.xml")) }
        return pair
    }
}
