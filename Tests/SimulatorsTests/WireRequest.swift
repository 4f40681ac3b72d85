import JSONTree
import RawHTTP

/// A request to a simulator; `headers` follow `Host` and `Content-Length`.
struct WireRequest: Sendable {
    var method = "GET"
    var path: String
    var headers: [(String, String)] = []
    var body = ""

    var bytes: [UInt8] {
        let fields = [("Host", "pds.test"), ("Content-Length", String(body.utf8.count))] + headers
        let head = "\(method) \(path) HTTP/1.1\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        return Array((head + body).utf8)
    }
}

extension RawConnection {
    /// Sends a request.
    func send(_ request: WireRequest) async throws { try await send(request.bytes) }

    /// Sends a request and waits for its answer.
    func exchange(_ request: WireRequest) async throws -> RawAnswer {
        try await send(request)
        return try await answer()
    }
}

extension RawAnswer {
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }

    /// Status, code and diagnostics of an OperationOutcome, for comparing at a glance.
    var outcome: Outcome {
        let issue = json["issue"]?[0]
        let coding = issue?["details"]?["coding"]?[0]
        return Outcome(
            status: status,
            code: coding?["code"]?.string,
            issueCode: issue?["code"]?.string,
            severity: issue?["severity"]?.string,
            display: coding?["display"]?.string,
            diagnostics: issue?["diagnostics"]?.string,
            contentType: self["Content-Type"]
        )
    }

    /// The same answer with another body.
    func with(body: [UInt8]) -> RawAnswer {
        var answer = self
        answer.body = body
        return answer
    }
}

/// What an OperationOutcome says.
struct Outcome: Equatable, Sendable {
    var status: Int
    var code: String?
    var issueCode: String?
    var severity: String? = "error"
    var display: String?
    var diagnostics: String?
    var contentType: String? = "application/json"
}
