import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Gives every answer the headers of an answer for operators, and every error one form.
struct AdminAnswers: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request,
        context: AdminContext,
        next: (Request, AdminContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let refusal as AdminRefusal {
            response = try Response.refusal(refusal)
        } catch let error as any HTTPResponseError {
            response = try Response.refusal(AdminRefusal(error.status, error.status.reasonPhrase.lowercased()))
        } catch let error as HTTPParserError {
            // The connection ends: no caller is left to read an answer.
            throw error
        } catch {
            logger.error("admin request failed", metadata: ["error": "\(type(of: error))"])
            response = try Response.refusal(AdminRefusal(.internalServerError, "internal server error"))
        }
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}

extension Response {
    /// An answer in JSON, its members in the order of their names.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return json(text: ByteBuffer(bytes: try encoder.encode(value)), status: status)
    }

    /// An answer that is JSON already.
    static func json(text: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: text)
        )
    }

    fileprivate static func refusal(_ refusal: AdminRefusal) throws -> Response {
        struct Body: Encodable {
            let error: String
            let problems: [String]?
        }
        let problems = refusal.problems.isEmpty ? nil : refusal.problems
        var response = try json(Body(error: refusal.error, problems: problems), status: refusal.status)
        if refusal.status == .unauthorized { response.headers[.wwwAuthenticate] = #"Bearer realm="smsp-bridge""# }
        return response
    }
}
