import SeededRandom

/// An answer of an upstream, broken in a few places that a seed chooses.
struct MutatedAnswer {
    /// The bytes to send.
    let bytes: [UInt8]
    /// True if the connection is ended behind them.
    let isClosed: Bool

    /// An answer with `body`, broken as `seed` says; one in eight is left as it is.
    ///
    /// - Parameter fields: lines of the head without their ends; the length is added.
    init(seed: UInt64, status: String, fields: [String], body: [UInt8]) {
        var random = SplitMix64(seed: seed)
        var lines = (["HTTP/1.1 " + status] + fields + ["Content-Length: \(body.count)"]).map { Array($0.utf8) }
        var body = body
        let mutations = Int.random(in: 0..<8, using: &random) == 0 ? 0 : Int.random(in: 1...3, using: &random)
        for _ in 0..<mutations {
            switch Int.random(in: 0..<9, using: &random) {
            case 0...2: lines.insert(Self.line(&random), at: Int.random(in: 1...lines.count, using: &random))
            case 3: lines[0] = Array((Self.starts.randomElement(using: &random) ?? "").utf8)
            case 4: lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
            case 5: lines.swapAt(Int.random(in: 0..<lines.count, using: &random), lines.count - 1)
            case 6:
                let line = Int.random(in: 0..<lines.count, using: &random)
                Self.spoil(&lines[line], &random)
            default: for _ in 0..<3 { Self.spoil(&body, &random) }
            }
            if lines.isEmpty { lines = [[]] }
        }
        let end: [UInt8] = Int.random(in: 0..<20, using: &random) == 0 ? [0x0A] : [0x0D, 0x0A]
        var bytes = lines.flatMap { $0 + end } + end + body
        if mutations > 0 {
            if Int.random(in: 0..<8, using: &random) == 0 { Self.spoil(&bytes, &random) }
            if Int.random(in: 0..<16, using: &random) == 0 {
                bytes = Array("HTTP/1.1 103 X\r\nX-E: 1\r\n\r\n".utf8) + bytes
            }
            if Int.random(in: 0..<16, using: &random) == 0 {
                bytes += Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
            }
            if Int.random(in: 0..<16, using: &random) == 0 { bytes = bytes.dropLast(bytes.count / 2) }
        }
        self.bytes = bytes
        isClosed = mutations > 0 && Int.random(in: 0..<4, using: &random) > 0
    }

    private static func line(_ random: inout SplitMix64) -> [UInt8] {
        let line = Array((fields.randomElement(using: &random) ?? "").utf8)
        return Bool.random(using: &random) ? line : line + [UInt8.random(in: 0...255, using: &random)]
    }

    /// Changes, removes, repeats or adds bytes in one place.
    private static func spoil(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let byte =
            [0x00, 0x0A, 0x0D, 0x20, 0x3A, 0x7F, 0xFF, UInt8.random(in: 0...255, using: &random)]
            .randomElement(using: &random) ?? 0
        guard place < bytes.count, Int.random(in: 0..<3, using: &random) > 0 else {
            bytes.insert(byte, at: place)
            return
        }
        let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.removeSubrange(place..<end)
        default: bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }

    private static let starts = [
        "HTTP/1.1 101 Switching Protocols", "HTTP/1.1 204 X", "HTTP/1.1 304 X", "HTTP/1.0 200 OK", "HTTP/2 200",
        "HTTP/1.1 099 X", "HTTP/1.1 999 X", "HTTP/1.1 200", "HTTP/1.1 404 Not Found", "HTTP/1.1 502 X", "ICY 200 OK",
        "HTTP/1.1 401 X", "HTTP/1.1 407 X", "HTTP/1.1 302 X", "HTTP/9.9 200 OK", " HTTP/1.1 200 OK", "",
    ]

    private static let fields = [
        "X-\u{C9}tat: 1", "Transfer-Encoding: chunked", "Transfer-Encoding : chunked", "Transfer-Encoding: gzip",
        "Content-Length: 0x9d", "Content-Length: 3", "content-length: +7", "Content-Length: 3, 3", "Content-Length:",
        "Content-Length: 99999999999999999999", "X-A: a\rX-B: b", ": 1", "X Y: 1", "X-A: \u{0}", " folded",
        "\tfolded: 1",
        "Connection: Content-Type", "Connection: close", "Upgrade: h2c", "Trailer: X-T", "Content-Encoding: gzip",
        "Content-Encoding: br", "Location: http://127.0.0.1:1/", "X-A: \u{1B}[2J", "Set-Cookie: a=b", "Keep-Alive: 1",
        "Content-Type: text/html", "Retry-After: 99999999999", "HTTP/1.1 200 OK",
        "X-A:" + String(repeating: "a", count: 9000),
    ]
}
