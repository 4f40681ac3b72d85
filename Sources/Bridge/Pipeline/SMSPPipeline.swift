public import Logging
public import SMSPContract

/// Takes a request from the listener to its answer: site, message, operation, call, backend, rendering.
///
/// The order of checks is decision D54. Whatever goes wrong on the way is answered with what the contract owes.
public struct SMSPPipeline: CallHandler {
    private let sites: SiteDirectory
    private let reader: SMSPCallReader
    private let renderer: AnswerRenderer
    private let backend: any Backend
    private let deadline: Duration
    private let mappingHash: String
    private let ids: UUIDSource
    private let logger: Logger

    /// A pipeline of these parts.
    ///
    /// - Parameters:
    ///   - deadline: `limits.deadline`, for sites whose profile sets none.
    ///   - mappingHash: the content hash of the mapping tables, which stamps every log line.
    public init(
        sites: SiteDirectory,
        profileIDs: Set<String>,
        backend: any Backend,
        deadline: Duration,
        mappingHash: String,
        ids: UUIDSource,
        logger: Logger
    ) {
        self.sites = sites
        self.reader = SMSPCallReader(profileIDs: profileIDs)
        self.renderer = AnswerRenderer(ids: ids)
        self.backend = backend
        self.deadline = deadline
        self.mappingHash = mappingHash
        self.ids = ids
        self.logger = logger
    }

    /// Answers `request` and logs one line about it.
    public func answer(_ request: IncomingRequest) async -> OutgoingAnswer {
        var record = CallRecord()
        let answer = await answer(request, record: &record)
        record.log(
            to: logger,
            status: answer.status,
            latency: ContinuousClock.now - request.started,
            mappingHash: mappingHash
        )
        return answer
    }

    /// The bare HTTP status that each refusal is owed; a fault that asks for another try while the bridge stops (D10).
    public func refuse(_ refusal: ListenerRefusal) -> OutgoingAnswer {
        logger.info("refused", metadata: ["refusal": "\(refusal)"])
        return switch refusal {
        case .bodyTooLarge: OutgoingAnswer(status: 413)
        case .lengthRequired: OutgoingAnswer(status: 411)
        case .methodNotAllowed: OutgoingAnswer(status: 405)
        case .malformed: OutgoingAnswer(status: 400)
        case .stopping: retryLater()
        }
    }

    /// The service description of all five operations.
    public func wsdl(location: String) -> OutgoingAnswer {
        .soap(WSDL.document(location: location), status: 200)
    }

    // MARK: - One call

    private func answer(_ request: IncomingRequest, record: inout CallRecord) async -> OutgoingAnswer {
        guard let site = sites.site(connection: request.connection, path: request.path) else {
            return fault(.callerUnknown, record: &record)
        }
        record.siteID = site.id
        guard request.isIdentityEncoded else {
            record.outcome = "HTTP 415"
            return OutgoingAnswer(status: 415)
        }
        let message: SOAPMessage
        do throws(SMSPFault) {
            guard !request.isMultipart else { throw .attachmentsRefused }
            message = try SOAPMessage(request.body)
        } catch {
            return fault(error, record: &record)
        }
        record.messageID = message.messageID.flatMap(Self.loggable)
        guard let operation = message.operation(soapAction: request.soapAction) else {
            let fault = message.namesAnAction(soapAction: request.soapAction) ? SMSPFault.actionUnknown : .actionMissing
            return self.fault(fault, record: &record)
        }
        record.operation = operation
        do throws(SMSPRefusal) {
            let call = try reader.read(
                message,
                operation: operation,
                soapAction: request.soapAction,
                profile: site.profile,
                transport: TransportFacts(request.connection),
                now: request.receivedAt
            )
            return await answer(call, request: request, site: site, record: &record)
        } catch {
            switch error {
            case .fault(let fault): return self.fault(fault, record: &record)
            case .invalidInput(let problem):
                record.refusal = problem.rawValue
                let response = SMSPResponse.codeOnly(problem.code, for: operation)
                return respond(response, to: message.messageID, request: request, site: site, record: &record)
            }
        }
    }

    private func answer(
        _ call: SMSPCall,
        request: IncomingRequest,
        site: Site,
        record: inout CallRecord
    ) async -> OutgoingAnswer {
        record.corrections = call.corrections
        let context = RequestContext(
            siteID: site.id,
            odsCode: site.odsCode,
            profile: site.profile,
            receivedAt: request.receivedAt,
            started: request.started,
            deadline: request.started + (site.profile.deadline ?? deadline),
            correlationID: Self.loggable(call.trackingID) ?? ids.next()
        )
        record.correlationID = context.correlationID
        let answer = await backend.answer(call, in: context)
        record.notes = answer.notes
        record.upstreamRequestIDs = answer.upstreamRequestIDs
        switch answer.outcome {
        case .success(let response):
            return respond(response, to: call.messageID, request: request, site: site, record: &record)
        case .failure(let failure):
            record.refusal = "\(failure)"
            switch FailureAnswer(failure, profile: site.profile) {
            case .code(let code):
                let response = SMSPResponse.codeOnly(code, for: call.request.operation)
                return respond(response, to: call.messageID, request: request, site: site, record: &record)
            case .fault(let fault): return self.fault(fault, record: &record)
            case .retryLater:
                record.outcome = "HTTP 503"
                return retryLater()
            }
        }
    }

    // MARK: - Answers

    private func respond(
        _ response: SMSPResponse,
        to messageID: String?,
        request: IncomingRequest,
        site: Site,
        record: inout CallRecord
    ) -> OutgoingAnswer {
        record.outcome = response.code.rawValue
        let body = renderer.render(
            response,
            header: site.profile.responseHeader,
            relatesTo: messageID,
            now: request.receivedAt
        )
        return .soap(body, status: 200)
    }

    private func fault(_ fault: SMSPFault, record: inout CallRecord) -> OutgoingAnswer {
        record.outcome = "fault \(fault.errorCode.rawValue)"
        record.refusal = fault.rawValue
        return .soap(renderer.render(fault), status: 500)
    }

    private func retryLater() -> OutgoingAnswer {
        .soap(renderer.render(.overloaded), status: 503, retryAfter: 1)
    }

    /// The UUID in an id that a client chose, without the prefixes that are in use; nil when it is anything else,
    /// which could be any text and is kept out of logs and headers.
    private static func loggable(_ id: String) -> String? {
        var text = id[...]
        for prefix in ["urn:", "uuid:", "uuid_"] where text.lowercased().hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        let uuid = String(text).uppercased()
        return UUIDSource.isUUID(uuid) ? uuid : nil
    }
}

extension IncomingRequest {
    /// Whether the body is sent as it is.
    fileprivate var isIdentityEncoded: Bool {
        contentEncoding.map { ["", "identity"].contains($0.lowercased()) } ?? true
    }

    /// Whether the body is in parts (multipart, MTOM), which no SMSP message is (decision D40).
    fileprivate var isMultipart: Bool {
        let type = contentType?.lowercased() ?? ""
        return type.hasPrefix("multipart/") || type.hasPrefix("application/xop+xml")
    }
}

extension TransportFacts {
    fileprivate init(_ connection: ConnectionFacts) {
        self.init(
            isEncrypted: connection.isEncrypted,
            certificateCommonName: connection.certificate.map { $0.commonName ?? "" }
        )
    }
}
