/// An HTTP/1.1 answer as it was received.
public struct RawAnswer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The fields of the head, in order.
    public let fields: [(name: String, value: String)]
    /// The body, out of its chunks.
    public var body: [UInt8]
    /// All of the answer's bytes, as text.
    public let text: String

    /// Creates an answer from its parts.
    public init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8], text: String = "") {
        self.status = status
        self.fields = fields
        self.body = body
        self.text = text
    }

    /// The value of a field, by its name in any case.
    public subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads the answer that `bytes` begin with, and returns how many bytes it takes; nil if more are needed.
    ///
    /// - Parameter isEnded: true if no more bytes follow.
    static func read(_ bytes: [UInt8], isEnded: Bool) throws -> (RawAnswer, count: Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            guard !isEnded else {
                throw bytes.isEmpty ? RawConnection.Failure.closedBeforeHead : RawConnection.Failure.unreadable
            }
            return nil
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let start = lines.first?.split(separator: " ") ?? []
        guard start.count > 1, start[0].hasPrefix("HTTP/1."), let status = Int(start[1]) else {
            throw RawConnection.Failure.unreadable
        }
        let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
        let rest = bytes[end.upperBound...]
        let body: [UInt8]
        let next: Int
        if field("transfer-encoding") == "chunked" {
            guard let chunks = chunks(rest) else {
                guard !isEnded else {
                    throw RawConnection.Failure.closedMidway(bodyBytes: rest.count, announced: rest.count)
                }
                return nil
            }
            (body, next) = chunks
        } else if let length = field("content-length").flatMap({ Int($0) }) {
            guard rest.count >= length else {
                guard !isEnded else {
                    throw RawConnection.Failure.closedMidway(bodyBytes: rest.count, announced: length)
                }
                return nil
            }
            (body, next) = (Array(rest.prefix(length)), end.upperBound + length)
        } else if status < 200 || status == 204 || status == 304 {
            (body, next) = ([], end.upperBound)
        } else {
            guard isEnded else { return nil }
            (body, next) = (Array(rest), bytes.endIndex)
        }
        let text = String(decoding: bytes[..<next], as: UTF8.self)
        return (RawAnswer(status: status, fields: fields, body: body, text: text), next)
    }

    /// The content of a chunked body and the index after it; nil if it is not complete.
    private static func chunks(_ bytes: ArraySlice<UInt8>) -> ([UInt8], next: Int)? {
        var (body, index) = ([UInt8](), bytes.startIndex)
        while let line = bytes[index...].firstRange(of: [13, 10]),
            let length = Int(String(decoding: bytes[index..<line.lowerBound], as: UTF8.self), radix: 16),
            bytes.endIndex - line.upperBound >= length + 2
        {
            body += bytes[line.upperBound..<line.upperBound + length]
            index = line.upperBound + length + 2
            if length == 0 { return (body, index) }
        }
        return nil
    }
}
