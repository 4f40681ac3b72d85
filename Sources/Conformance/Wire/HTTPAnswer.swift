/// One HTTP answer as it came in, chunks put together.
struct HTTPAnswer: Sendable {
    /// The framing of the answer's body.
    enum Framing: Sendable, Equatable {
        case contentLength, chunked, endOfConnection
    }

    /// The version of HTTP in the status line: `1.0` or `1.1`.
    let version: String
    /// The status.
    let status: Int
    /// The fields, in the order in which they came.
    let fields: [(name: String, value: String)]
    /// The framing of the answer's body.
    let framing: Framing
    /// The body.
    var body: [UInt8] = []

    /// The head of an answer; nil if the bytes are not an HTTP head.
    init?(head: ArraySlice<UInt8>) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let match = lines.first?.wholeMatch(of: /HTTP\/(1\.[01]) ([0-9]{3})(?: .*)?/), let status = Int(match.2)
        else { return nil }
        version = String(match.1)
        self.status = status
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append((String(line[..<colon]), String(value).trailingSpaceRemoved))
        }
        self.fields = fields
        let named = { (name: String) in fields.first { $0.name.lowercased() == name }?.value.lowercased() }
        if named("transfer-encoding")?.hasSuffix("chunked") == true {
            framing = .chunked
        } else {
            framing = named("content-length") == nil ? .endOfConnection : .contentLength
        }
    }

    /// The values of a field, by its name in any case.
    func values(of name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The media type, in lower case and without parameters; nil if there is none.
    var mediaType: String? {
        values(of: "Content-Type").first.map { type in
            type.prefix { $0 != ";" }.lowercased().trailingSpaceRemoved
        }
    }

    /// The charset, in lower case; nil if there is none.
    var charset: String? {
        let match = values(of: "Content-Type").first?.lowercased().firstMatch(of: /;\s*charset\s*=\s*"?([^";\s]+)/)
        return match.map { String($0.1) }
    }

    /// True if the answer announces that it is the last on its connection.
    var announcesEnd: Bool {
        let words = values(of: "Connection").joined(separator: ",").lowercased()
        guard framing != .endOfConnection, !words.contains("close") else { return true }
        return version == "1.0" && !words.contains("keep-alive")
    }
}

extension String {
    fileprivate var trailingSpaceRemoved: String {
        var text = self
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
