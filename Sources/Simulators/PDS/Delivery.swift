import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// Sends an answer, or part of it, as a fault of delivery says.
struct Delivery: Sendable {
    let answer: PDSAnswer
    let fault: Fault?
    /// For `Date`.
    let time: Date

    /// The error that makes the server close a connection: an answer that cannot be finished.
    struct ConnectionCut: Error {}

    func send(by writer: consuming ResponseWriter) async throws {
        switch fault {
        case .hang:
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(86_400)) }
            throw ConnectionCut()
        case .cutBeforeHead:
            throw ConnectionCut()
        case .cutMidBody:
            var body = try await writer.writeHead(head)
            try await body.write(ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2)))
            throw ConnectionCut()
        case .slowBody(let duration):
            var body = try await writer.writeHead(head)
            let size = max(1, (answer.body.count + 9) / 10)
            for start in stride(from: 0, to: answer.body.count, by: size) {
                try await Task.sleep(for: duration / 10)
                try await body.write(ByteBuffer(bytes: answer.body.dropFirst(start).prefix(size)))
            }
            try await body.finish(nil)
        case .duplicated:
            var body = try await writer.writeHead(head)
            try await body.write(ByteBuffer(bytes: answer.body + wholeMessage))
            try await body.finish(nil)
        default:
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }

    private var head: HTTPResponse {
        var fields = answer.headers
        fields[.contentLength] = String(answer.body.count)
        fields[.date] = HTTPDate.text(of: time)
        return HTTPResponse(status: answer.status, headerFields: fields)
    }

    /// The answer as bytes of HTTP/1.1, which go out behind the body of the first copy.
    private var wholeMessage: [UInt8] {
        let head = head
        let fields = head.headerFields.map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
        return Array("HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n\(fields)\r\n".utf8) + answer.body
    }
}
