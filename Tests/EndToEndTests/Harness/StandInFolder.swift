import Foundation
import RawHTTP

extension ConfigurationFolder {
    /// A configuration of site A with the legacy endpoint `central`, in front of servers that are no simulators.
    ///
    /// - Parameters:
    ///   - site: more of the site's entry.
    ///   - cutover: the states of the site.
    init(
        pdsPort: Int,
        legacyPort: Int,
        site: String = "",
        cutover: String,
        limits: String = "{}",
        more: [String] = []
    ) throws {
        try self.init(
            pdsPort: pdsPort,
            keys: try ApplicationKeys(),
            sites: "- { id: A, ods: RXA, legacy: central\(site) }\n",
            limits: limits,
            more: [
                "legacies: { central: { url: 'http://127.0.0.1:\(legacyPort)/smsp/pds' } }",
                "cutover: { file: cutover.yaml }",
            ] + more
        )
        try write("cutover.yaml", "A: \(cutover)\n")
    }

    /// The entries of the journal, the oldest first.
    func journal() async throws -> [JournalLine] {
        let query = try await BridgeProcess.run(["audit", "query", "--config", configuration, "--json"])
        return try query.output.split(separator: "\n").map {
            try JSONDecoder().decode(JournalLine.self, from: Data($0.utf8))
        }
    }
}

extension RawServer {
    /// A stand-in of PDS FHIR that grants tokens and reacts to every other request as `reaction` says.
    static func pds(_ reaction: @escaping @Sendable (Request) -> Reaction) -> RawServer {
        RawServer { request in
            guard request.lines.first?.contains("/oauth2/token") == true else { return reaction(request) }
            let token = #"{"access_token":"token","expires_in":"599","token_type":"Bearer"}"#
            return .send(RawServer.answer(token, fields: ["Content-Type: application/json"]))
        }
    }

    /// The requests other than those for a token.
    var questions: [Request] { requests.filter { $0.lines.first?.contains("/oauth2/token") == false } }
}

extension RawServer.Request {
    /// The value of a field; empty without one.
    func field(_ name: String) -> String {
        let prefix = name.lowercased() + ":"
        let line = lines.first { $0.lowercased().hasPrefix(prefix) }
        return line.map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) } ?? ""
    }
}
