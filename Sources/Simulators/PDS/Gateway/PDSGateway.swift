import HTTPTypes
import JSONTree
import NHSIdentifiers

/// The API gateway in front of Spine.
///
/// Order of checks for a call to the API:
/// 1. bearer token, 401; 2. rate limits, 429; 3. the path, 400; 4. the form of `X-Request-ID`, 400; 5. the app's ASID,
/// 400; 6. what application-restricted mode may do, 403; 7. Spine, which also misses an absent `X-Request-ID`.
///
/// - SeeAlso: docs/contract/pds-fhir.md §1.5.
struct PDSGateway: Sendable {
    /// nil: open, as the sandbox is.
    let bearer: BearerCheck?
    let token: TokenEndpoint?
    let limiter: RateLimiter
    let spine: Spine

    /// The right answer to `call`.
    func answer(to call: PDSCall) -> PDSAnswer {
        switch call.endpoint {
        case .token:
            token?.answer(to: call) ?? Self.noSuchAPI
        case .elsewhere:
            Self.noSuchAPI
        case .ping:
            Self.pong.mirroringIDs(of: call)
        case .patient, .patients, .unplayed, .coverage, .unsupported:
            guarded(call).mirroringIDs(of: call)
        }
    }

    /// The app whose valid token `call` carries.
    func app(of call: PDSCall) -> RegisteredApp? {
        try? bearer?.app(of: call)
    }

    private func guarded(_ call: PDSCall) -> PDSAnswer {
        do throws(PDSRefusal) {
            let app = try bearer?.app(of: call)
            if let limit = limiter.admit(app, at: call.time) {
                throw .tooManyRequests(limit.text(app: app?.name ?? "", perMinute: app?.quotaPerMinute ?? 0))
            }
            try checkPath(call)
            try checkRequestID(call)
            if let app, !app.hasASID { throw .missingASID }
            try checkMethod(call)
            try checkMaxResults(call, in: app)
            return try spine.answer(
                to: call,
                maxResults: app == nil ? PatientSearch.mostResults : 1,
                showsEmptyAddressLines: app?.returnsEmptyAddressLines ?? false
            )
        } catch {
            return error.answer
        }
    }

    private func checkPath(_ call: PDSCall) throws(PDSRefusal) {
        if case .unsupported(let path) = call.endpoint { throw .unsupportedPath(path) }
    }

    /// One that is sent empty is malformed; the sources disagree, and this is what the tests in Python expect.
    private func checkRequestID(_ call: PDSCall) throws(PDSRefusal) {
        guard let id = call.requestID, !UUIDText.isUUID(id) else { return }
        throw .invalidRequestID(id)
    }

    private func checkMethod(_ call: PDSCall) throws(PDSRefusal) {
        if call.endpoint == .coverage { throw .forbiddenOperation(call.method) }
        if call.method == .patch { throw .forbiddenMethod("update") }
        if call.method == .post { throw .forbiddenMethod("create") }
    }

    /// One patient is all that application-restricted mode may find.
    private func checkMaxResults(_ call: PDSCall, in app: RegisteredApp?) throws(PDSRefusal) {
        guard app != nil, call.endpoint == .patients else { return }
        guard call.queryFields.values(of: "_max-results").allSatisfy({ $0 == "1" }) else { throw .severalResults }
    }

    private static let pong = PDSAnswer(
        gateway: .members([
            "version": .string("simulator"),
            "revision": .string("1"),
            "releaseId": .string("simulator"),
            "commitId": .string("0000000000000000000000000000000000000000"),
        ]),
        status: .ok
    )

    /// The host's own 404, which is no OperationOutcome.
    private static let noSuchAPI = PDSAnswer(
        gateway: .members([
            "fault": .members([
                "faultstring": .string("Unable to identify proxy for host: secure and url: unknown"),
                "detail": .members(["errorcode": .string("messaging.adaptors.http.flow.ApplicationNotFound")]),
            ])
        ]),
        status: .notFound
    )
}
