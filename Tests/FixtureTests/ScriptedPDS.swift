import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import StrictYAML
import Synchronization

/// One answer that a fixture's PDS gives.
struct ScriptedReply: Sendable {
    /// What is done to the answer on its way.
    enum Fault: String, Sendable, CaseIterable {
        /// The connection ends in the middle of the body.
        case cut
        /// The answer comes after three seconds.
        case slow
        /// The answer bears the id of another request.
        case crossed
    }

    let status: Int
    let body: [UInt8]
    let contentType: String
    let fault: Fault?
    /// What PDS must have been asked, below its base URL; nil where the case leaves that to others.
    let asks: String?

    static let shape = YAMLShape.mapping([
        YAMLKey("status", .integer(100...599), .required, "The HTTP status."),
        YAMLKey("body", .string(), .optional, "The file beside case.yaml that holds the body; absent: no body."),
        YAMLKey("contentType", .string(), .defaults("application/fhir+json"), "Content-Type."),
        YAMLKey("fault", .choice(Fault.allCases.map(\.rawValue)), .optional, "What is done to the answer."),
        YAMLKey("asks", .string(), .optional, "What PDS must be asked, path and query; absent: not looked at."),
    ])

    init(_ value: YAMLValue, folder: URL) throws {
        status = value.at("status").int
        body = try value["body"].map { Array(try Data(contentsOf: folder.appending(path: $0.string))) } ?? []
        contentType = value.at("contentType").string
        asks = value["asks"]?.string
        fault = value["fault"].flatMap { Fault(rawValue: $0.string) }
    }
}

/// A PDS that answers what the fixtures say: a real HTTP server, a path for each case.
final class ScriptedPDS: Sendable {
    struct Cut: Error {}

    private let scripts: Mutex<[String: [ScriptedReply]]> = Mutex([:])
    private let asked: Mutex<[String: [String]]> = Mutex([:])

    /// Sets what the case `name` answers, in order.
    func script(_ name: String, _ replies: [ScriptedReply]) {
        scripts.withLock { $0[name] = replies }
    }

    /// What the case `name` was asked, in order: path and query below the base URL.
    func requests(_ name: String) -> [String] {
        asked.withLock { $0[name] ?? [] }
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
        asked.withLock { $0[name, default: []].append(target) }
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
