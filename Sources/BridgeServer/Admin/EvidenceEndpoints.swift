import Bridge
import Evidence
import Hummingbird
import SMSPContract

/// The evidence of comparison under `/api`, for the role `view`: the same as the console shows.
struct EvidenceEndpoints: Sendable {
    let control: any BridgeControl

    private struct Differences: Encodable {
        let signatures: [Difference]
    }

    /// A signature with the mapping rows that it points to.
    private struct Difference: Encodable {
        let signature: PatternSummary
        let suspects: [String: [String]]

        init(_ signature: PatternSummary, of report: EvidenceReport) {
            self.signature = signature
            suspects = report.suspects[signature.id] ?? [:]
        }
    }

    func add(to api: RouterGroup<AdminContext>) {
        api.get("evidence") { request, context in
            _ = try context.name(as: .view)
            return try Response.json(try await report(request))
        }
        api.get("differences") { request, context in
            _ = try context.name(as: .view)
            let report = try await report(request)
            return try Response.json(
                Differences(signatures: report.found.signatures.map { Difference($0, of: report) })
            )
        }
        api.get("differences/:id") { _, context in
            _ = try context.name(as: .view)
            // Which rows a difference points to depends on what else differs.
            let report = try await found(EvidenceQuery())
            let id = try context.parameters.require("id")
            guard let signature = report.found.signatures.first(where: { $0.id == id }) else {
                throw AdminRefusal(.notFound, "no call differs so under the latest mapping")
            }
            return try Response.json(Difference(signature, of: report))
        }
    }

    private func report(_ request: Request) async throws -> EvidenceReport {
        var fields = RequestFields(query: request, known: ["site", "operation", "from"])
        var query = EvidenceQuery()
        query.site = fields.text("site")
        query.operation = fields.word("operation", SMSPOperation.self)
        query.from = fields.time("from")
        try fields.check()
        return try await found(query)
    }

    private func found(_ query: EvidenceQuery) async throws(AdminRefusal) -> EvidenceReport {
        do throws(StoreUnavailable) {
            return try await control.report(query)
        } catch {
            throw AdminRefusal(
                .serviceUnavailable,
                "the records of comparisons cannot be read",
                problems: [error.reason]
            )
        }
    }
}
