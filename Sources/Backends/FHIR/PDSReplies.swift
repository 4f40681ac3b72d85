import SMSPContract

/// Where answers of PDS FHIR come from: PDS itself (``PDSClient``), or pairs that were stored (``StoredReplies``).
protocol PDSReplies: Sendable {
    /// The answer to a request for `path`, below the base URL.
    ///
    /// - Parameter log: takes the request's id and what happened on the way.
    /// - Throws: why there is none that can be used.
    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer
}

extension PDSClient: PDSReplies {}
