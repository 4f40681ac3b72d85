import Bridge
import Hummingbird
import NHSIdentifiers

/// The audit journal under `/api`, for users who may read it; every reading is itself entered.
///
/// A query for a person is a body, so that no NHS number is in a URL, which proxies and browsers keep.
struct AuditEndpoints: Sendable {
    let journal: any AuditJournal

    private static let filters = ["user", "messageID", "site", "from", "to", "limit"]

    func add(to api: RouterGroup<AdminContext>) {
        api.get("audit") { request, context in
            let user = try context.name(as: .audit)
            var fields = RequestFields(query: request, known: Self.filters)
            let query = fields.auditQuery()
            try fields.check()
            return try await answer(query, to: user)
        }
        api.post("audit/query") { request, context in
            let user = try context.name(as: .audit)
            var fields = try await RequestFields(body: request, known: ["nhsNumber"] + Self.filters)
            var query = fields.auditQuery()
            let number = fields.text("nhsNumber").flatMap { NHSNumber($0) }
            if number == nil { fields.refuse("nhsNumber", "is no NHS number: ten digits, as text") }
            try fields.check()
            query.subject = number.map { journal.subject($0.digits) }
            return try await answer(query, to: user)
        }
    }

    private func answer(_ query: AuditQuery, to user: String) async throws(AdminRefusal) -> Response {
        do throws(AuditUnavailable) {
            let entries = try await journal.entries(query)
            try await journal.append(.action(AuditedAction(reading: query, by: user)))
            let lines = entries.map(\.json).joined(separator: ",\n")
            return Response.json(text: ByteBuffer(string: "{\"entries\":[" + lines + "]}"))
        } catch {
            throw .auditUnavailable
        }
    }
}

extension RequestFields {
    /// The query that the filters make.
    fileprivate mutating func auditQuery() -> AuditQuery {
        var query = AuditQuery()
        query.user = text("user")
        query.messageID = text("messageID")
        query.site = text("site")
        query.from = time("from")
        query.to = time("to")
        query.limit = integer("limit", in: 1...10_000) ?? query.limit
        return query
    }
}
