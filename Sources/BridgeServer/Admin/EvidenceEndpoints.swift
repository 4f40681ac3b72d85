import Bridge
import Evidence
import Hummingbird
import SMSPContract

/// The evidence of comparisons under `/api`, for the role `view`: the same as the console shows.
struct EvidenceEndpoints: Sendable {
    let control: any BridgeControl

    private struct Differences: Encodable {
        let patterns: [Difference]
    }

    /// A pattern with the mapping rows that it points to.
    private struct Difference: Encodable {
        let pattern: PatternSummary
        let candidates: [DifferenceKey: [String]]

        init(_ pattern: PatternSummary, of report: EvidenceReport) {
            self.pattern = pattern
            candidates = report.candidates[pattern.id] ?? [:]
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
                Differences(patterns: report.summary.patterns.map { Difference($0, of: report) })
            )
        }
        api.get("differences/:id") { _, context in
            _ = try context.name(as: .view)
            // The rows that a difference points to depend on all other differences.
            let report = try await report(EvidenceQuery())
            let id = try context.parameters.require("id")
            guard let pattern = report.summary.patterns.first(where: { $0.id == id }) else {
                throw AdminRefusal(.notFound, "no call differs so under the latest mapping")
            }
            return try Response.json(Difference(pattern, of: report))
        }
    }

    private func report(_ request: Request) async throws -> EvidenceReport {
        var fields = RequestFields(query: request, known: ["site", "operation", "window"])
        var query = EvidenceQuery()
        query.site = fields.text("site")
        query.operation = fields.word("operation", SMSPOperation.self)
        if let window = fields.text("window") {
            query.window = EvidenceWindow(window)
            if query.window == nil {
                fields.refuse("window", "is no day, week or month such as 2026-11-23, 2026-W48, 2026-11")
            }
        }
        try fields.check()
        return try await report(query)
    }

    private func report(_ query: EvidenceQuery) async throws(AdminRefusal) -> EvidenceReport {
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
