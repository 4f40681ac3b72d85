/// Reads the answers on one connection.
struct HTTPAnswerReader {
    private var iterator: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
    private var waiting: [UInt8] = []

    private static let limit = 4 << 20

    /// A reader of what a connection receives.
    init(_ iterator: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator) {
        self.iterator = iterator
    }

    /// The next final answer, whole.
    mutating func next() async throws(ExchangeFailure) -> HTTPAnswer {
        while true {
            var answer = try await head()
            guard answer.status >= 200 else { continue }
            switch answer.framing {
            case .contentLength: answer.body = try await take(length(of: answer))
            case .chunked: answer.body = try await chunks()
            case .endOfConnection:
                while try await readMore() {}
                answer.body = waiting
                waiting = []
            }
            return answer
        }
    }

    /// Reads until the connection ends, and keeps nothing.
    mutating func discardRest() async {
        while (try? await iterator.next()) ?? nil != nil {}
    }

    private mutating func head() async throws(ExchangeFailure) -> HTTPAnswer {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = waiting.firstRange(of: end) {
                guard let answer = HTTPAnswer(head: waiting[..<range.lowerBound]) else { throw .unreadable }
                waiting.removeSubrange(..<range.upperBound)
                return answer
            }
            guard try await readMore() else { throw waiting.isEmpty ? .ended : .unreadable }
        }
    }

    private func length(of answer: HTTPAnswer) throws(ExchangeFailure) -> Int {
        let lengths = Set(answer.values(of: "Content-Length").map(Int.init))
        guard lengths.count == 1, case .some(let length?) = lengths.first, length >= 0 else { throw .unreadable }
        return length
    }

    private mutating func chunks() async throws(ExchangeFailure) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try await line().prefix { $0 != ";" }
            guard let count = Int(size, radix: 16), count >= 0 else { throw .unreadable }
            guard body.count + count <= Self.limit else { throw .tooLong }
            guard count > 0 else {
                while try await !line().isEmpty {}
                return body
            }
            body += try await take(count)
            guard try await line().isEmpty else { throw .unreadable }
        }
    }

    private mutating func line() async throws(ExchangeFailure) -> String {
        let end = Array("\r\n".utf8)
        while true {
            if let range = waiting.firstRange(of: end) {
                defer { waiting.removeSubrange(..<range.upperBound) }
                return String(decoding: waiting[..<range.lowerBound], as: UTF8.self)
            }
            guard try await readMore() else { throw .cutOff }
        }
    }

    private mutating func take(_ count: Int) async throws(ExchangeFailure) -> [UInt8] {
        guard count <= Self.limit else { throw .tooLong }
        while waiting.count < count {
            guard try await readMore() else { throw .cutOff }
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }

    private mutating func readMore() async throws(ExchangeFailure) -> Bool {
        guard waiting.count <= Self.limit else { throw .tooLong }
        // How a connection ends, in order or not, makes no difference to what came before.
        guard let bytes = (try? await iterator.next()) ?? nil else { return false }
        waiting += bytes
        return true
    }
}
