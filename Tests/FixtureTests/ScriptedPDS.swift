import FixtureCases
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A PDS that answers as the fixtures say: a real HTTP server with a path for each case.
final class ScriptedPDS: Sendable {
    struct Cut: Error {}

    private let scripts: Mutex<[String: [ScriptedReply]]> = Mutex([:])
    private let queries: Mutex<[String: [String]]> = Mutex([:])

    /// Sets the answers of the case `name`, in order.
    func script(_ name: String, _ replies: [ScriptedReply]) {
        scripts.withLock { $0[name] = replies }
    }

    /// The queries of the case `name`, in order: path and query below the base URL.
    func requests(_ name: String) -> [String] {
        queries.withLock { $0[name] ?? [] }
    }

    /// Runs the server while `body` does, on a free port.
    func run<Value: Sendable>(_ body: @escaping @Sendable (_ port: Int) async throws -> Value) async throws -> Value {
        let router = Router()
        router.get("/**") { [self] request, context in
            try await answer(request)
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "ScriptedPDS", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(port) }
                return nil
            }
            while let value = try await group.next() {
                guard let value else { continue }
                group.cancelAll()
                return value
            }
            throw CancellationError()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let name = request.uri.path.split(separator: "/").prefix(2).joined(separator: "/")
        let query = request.uri.query.map { "?" + $0 } ?? ""
        let target = String(request.uri.path.dropFirst(name.utf8.count + 2)) + query
        queries.withLock { $0[name, default: []].append(target) }
        let reply = scripts.withLock { scripts -> ScriptedReply? in
            guard var replies = scripts[name], !replies.isEmpty else { return nil }
            let reply = replies.removeFirst()
            scripts[name] = replies
            return reply
        }
        guard let reply else { return Response(status: .notImplemented) }
        var headers: HTTPFields = [.contentType: reply.contentType]
        let requestID = HTTPField.Name("X-Request-ID")
        if let requestID {
            headers[requestID] = reply.fault == .crossed ? UUID().uuidString : request.headers[requestID]
        }
        if reply.fault == .slow { try await Task.sleep(for: .seconds(3)) }
        guard reply.fault != .cut else {
            headers[.contentLength] = "1000"
            return Response(
                status: .ok,
                headers: headers,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "{"))
                    throw Cut()
                }
            )
        }
        return Response(
            status: HTTPResponse.Status(code: reply.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }
}
