import Bridge
import Evidence
import Hummingbird
import SMSPContract

/// The API under `/api`: JSON for users who present their token as `Authorization: Bearer`.
///
/// | endpoint | role |
/// |---|---|
/// | `GET sites`, `GET sites/{id}`, `GET mappings` | `view` |
/// | `GET evidence`, `GET differences`, `GET differences/{pattern}` | `view` |
/// | `POST sites/{id}/promote`, `rollback`, `freeze`, `unfreeze`, `retire-legacy`, `forget`; `POST reload` | `operate` |
/// | `GET audit`, `POST audit/query` | `audit` |
///
/// - SeeAlso: docs/admin-api.md.
struct AdminAPI: Sendable {
    let control: any BridgeControl

    private struct Sites: Encodable {
        let sites: [SiteStatus]
    }

    private struct Applied: Encodable {
        let sites: Int
        let mappingHash: String
    }

    func add(to router: Router<AdminContext>) {
        let api = router.group("api")
        api.get("sites") { [control] _, context in
            _ = try context.name(as: .view)
            return try Response.json(Sites(sites: control.sites()))
        }
        api.get("sites/:id") { [control] _, context in
            _ = try context.name(as: .view)
            let id = try context.parameters.require("id")
            guard let site = control.sites().first(where: { $0.id == id }) else {
                throw AdminRefusal(.notFound, "there is no such site")
            }
            return try Response.json(site)
        }
        for action in CutoverChange.Action.allCases {
            api.post("sites/:id/\(action.rawValue)") { [control] request, context in
                let user = try context.name(as: .operate)
                let id = try context.parameters.require("id")
                let change = try await CutoverChange(action, site: id, request)
                let status: SiteStatus
                do throws(CutoverRefusal) {
                    status = try await control.change(change, by: user)
                } catch {
                    throw AdminRefusal(error)
                }
                return try Response.json(status)
            }
        }
        api.post("sites/:id/forget") { [control] request, context in
            let user = try context.name(as: .operate)
            let id = try context.parameters.require("id")
            var fields = try await RequestFields(body: request, known: ["reason"])
            let reason = fields.text("reason")
            if !fields.has("reason") { fields.refuse("reason", "is missing") }
            try fields.check()
            let outcome: ReloadOutcome
            do throws(CutoverRefusal) {
                outcome = try await control.forget(id, reason: reason ?? "", by: user)
            } catch {
                throw AdminRefusal(error)
            }
            return try Self.response(to: outcome)
        }
        api.post("reload") { [control] _, context in
            try Self.response(to: await control.reload(by: try context.name(as: .operate)))
        }
        api.get("mappings") { [control] _, context in
            _ = try context.name(as: .view)
            return try Response.json(control.mappings())
        }
        AuditEndpoints(journal: control.audit).add(to: api)
        EvidenceEndpoints(control: control).add(to: api)
    }

    /// The answer about a reload.
    private static func response(to outcome: ReloadOutcome) throws -> Response {
        switch outcome {
        case .applied(let sites, let hash): return try Response.json(Applied(sites: sites, mappingHash: hash))
        case .refused(let problems):
            throw AdminRefusal(.conflict, "the files are not valid; those before stay in use", problems: problems)
        }
    }
}

extension CutoverChange {
    /// The change that a request's body asks for.
    fileprivate init(_ action: Action, site: String, _ request: Request) async throws {
        var fields = try await RequestFields(body: request, known: ["operation", "to", "reason", "force"])
        let operation = fields.word("operation", SMSPOperation.self)
        let to = fields.word("to", CutoverState.self)
        let reason = fields.text("reason")
        let force = fields.flag("force")
        if !fields.has("reason") { fields.refuse("reason", "is missing") }
        switch action {
        case .promote:
            if !fields.has("to") { fields.refuse("to", "is missing") }
        case .rollback:
            if fields.has("force") { fields.refuse("force", "is for promotions and retirements only") }
        case .freeze, .unfreeze, .retireLegacy:
            if fields.has("to") { fields.refuse("to", "is not for \(action.rawValue)") }
            if action == .retireLegacy {
                if fields.has("operation") {
                    fields.refuse("operation", "is not for retire-legacy, which concerns every operation")
                }
            } else if fields.has("force") {
                fields.refuse("force", "is not for \(action.rawValue)")
            }
        }
        try fields.check()
        self.init(
            action,
            site: site,
            operation: operation,
            to: action == .rollback && to == .legacy ? nil : to,
            reason: reason ?? "",
            isForced: force ?? false
        )
    }
}
