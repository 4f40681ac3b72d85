public import FoundationEssentials
import JSONTree
import SMSPContract

extension AuditEntry {
    /// The entry as one line of JSON, its members in the order that docs/admin-api.md gives.
    ///
    /// One entry has one such text: members that are nil or empty are left out, the time is UTC in milliseconds. The
    /// journal stores this text, and its chain is made over the bytes of it.
    public var json: String {
        var members = [JSONMember]()
        members.add("sequence", .integer(sequence))
        members.add("time", AuditTime.text(of: time))
        switch event {
        case .call(let call): members.add(call)
        case .action(let action): members.add(action)
        }
        // Lines are printed to terminals, which control characters would drive.
        return String(decoding: JSONValue.object(members).serialized(escaping: .allControls), as: UTF8.self)
    }

    /// The entry that ``json`` wrote.
    ///
    /// - Throws: `DecodingError` if it is no entry.
    public init(json: Data) throws {
        self = try JSONDecoder().decode(StoredEntry.self, from: json).entry()
    }
}

/// The time of an entry: UTC in milliseconds, all of one length, so that texts compare as times do.
public enum AuditTime {
    /// The time as entries hold it, parts of a millisecond cut off.
    public static func text(of time: Date) -> String {
        let milliseconds = Int((time.timeIntervalSince1970 * 1000).rounded(.down))
        return text(milliseconds: milliseconds)
    }

    /// The first time that entries can hold and that is not before `time`.
    public static func text(notBefore time: Date) -> String {
        text(milliseconds: Int((time.timeIntervalSince1970 * 1000).rounded(.up)))
    }

    private static func text(milliseconds: Int) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let digits = String(1000 + rest).dropFirst()
        return UTCTime.text(of: Date(timeIntervalSince1970: Double(seconds))).dropLast() + "." + digits + "Z"
    }
}

extension [JSONMember] {
    fileprivate mutating func add(_ name: String, _ value: JSONValue) { append(JSONMember(key: name, value: value)) }

    fileprivate mutating func add(_ name: String, _ value: String?) {
        if let value { add(name, .string(value)) }
    }

    fileprivate mutating func add(_ call: AuditedCall) {
        add("messageID", call.messageID)
        add("trackingID", call.trackingID)
        if !call.auditIdentities.isEmpty {
            add(
                "auditIdentities",
                .array(call.auditIdentities.map { ["type": .string($0.type), "uri": .string($0.uri)] })
            )
        }
        add("site", call.site)
        add("operation", call.operation?.rawValue ?? call.otherService.map { _ in AuditedCall.otherOperation })
        add("service", call.otherService)
        add("purpose", call.purpose.rawValue)
        add("backend", call.backend?.rawValue)
        if !call.fhirRequestIDs.isEmpty {
            add("fhirRequestIDs", .array(call.fhirRequestIDs.map { .string($0) }))
        }
        add("code", call.code)
        add("latency", .integer(call.latencyMilliseconds))
        if let upstream = call.upstreamMilliseconds { add("upstream", .integer(upstream)) }
        add("mappingHash", call.mappingHash)
        add("profileHash", call.profileHash)
        add("subject", call.subject)
        add("certificate", call.certificate)
        add("certificateSubject", call.certificateSubject)
        add("peer", call.peer)
    }

    fileprivate mutating func add(_ action: AuditedAction) {
        add("user", action.user)
        add("action", action.action)
        add("site", action.site)
        add("operation", action.operation?.rawValue)
        add("from", action.from)
        add("to", action.to)
        add("reason", action.reason)
        add("peer", action.peer)
    }
}

/// The members of a stored entry, of either kind.
private struct StoredEntry: Decodable {
    struct Identity: Decodable {
        let type: String
        let uri: String
    }

    let sequence: Int
    let time: String
    let messageID: String?
    let trackingID: String?
    let auditIdentities: [Identity]?
    let site: String?
    let operation: String?
    let service: String?
    let purpose: String?
    let backend: String?
    let fhirRequestIDs: [String]?
    let code: String?
    let latency: Int?
    let upstream: Int?
    let mappingHash: String?
    let profileHash: String?
    let subject: String?
    let user: String?
    let action: String?
    let from: String?
    let to: String?
    let reason: String?
    let certificate: String?
    let certificateSubject: String?
    let peer: String?

    func entry() throws -> AuditEntry {
        guard let time = UTCTime.date(from: time) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "time is invalid"))
        }
        return AuditEntry(sequence: sequence, time: time, event: action.map { .action(acted($0)) } ?? .call(call))
    }

    private func acted(_ action: String) -> AuditedAction {
        AuditedAction(
            user: user ?? "",
            action: action,
            site: site,
            operation: operation.flatMap(SMSPOperation.init(rawValue:)),
            from: from,
            to: to,
            reason: reason,
            peer: peer
        )
    }

    private var call: AuditedCall {
        var call = AuditedCall()
        call.messageID = messageID
        call.trackingID = trackingID
        call.auditIdentities = (auditIdentities ?? []).map { AuditIdentity(type: $0.type, uri: $0.uri) }
        call.site = site
        call.operation = operation.flatMap(SMSPOperation.init(rawValue:))
        call.otherService = service
        call.purpose = purpose.flatMap(AuditedPurpose.init) ?? .answer
        call.backend = backend.flatMap(AuditedBackend.init)
        call.fhirRequestIDs = fhirRequestIDs ?? []
        call.code = code ?? ""
        call.latencyMilliseconds = latency ?? 0
        call.upstreamMilliseconds = upstream
        call.mappingHash = mappingHash ?? ""
        call.profileHash = profileHash
        call.subject = subject
        call.certificate = certificate
        call.certificateSubject = certificateSubject
        call.peer = peer
        return call
    }
}
