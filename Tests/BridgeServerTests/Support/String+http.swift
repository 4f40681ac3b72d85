extension String {
    /// A `POST` with these header lines and this body.
    static func post(_ body: String, _ headers: String...) -> String {
        let lines = ["POST /smsp HTTP/1.1", "Host: a", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// The HTTP status of an answer; nil when this is none.
    var status: Int? { split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } }

    /// How often `part` occurs.
    func occurrences(of part: String) -> Int { ranges(of: part).count }
}
