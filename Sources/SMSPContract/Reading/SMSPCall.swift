public import FoundationEssentials
public import NHSIdentifiers
import XMLTree

/// A request that may be passed on to a backend, with what its envelope says of it.
public struct SMSPCall: Sendable, Redacted {
    /// The query.
    public let request: SMSPRequest
    /// `wsa:MessageID`, as it was sent.
    public let messageID: String
    /// `itk:header/@trackingid`, as it was sent.
    public let trackingID: String
    /// `itk:auditIdentity/id`, in document order; none only where the profile allows it (D3).
    public let auditIdentities: [AuditIdentity]
    /// The departures that strict reading would have refused.
    public let corrections: [LenientReading]

    /// The call without the postcode that it asks by (decision D23).
    public func withoutPostcode() -> SMSPCall {
        SMSPCall(
            request: SMSPRequest(
                operation: request.operation,
                dateOfBirth: request.dateOfBirth,
                nhsNumber: request.nhsNumber,
                gender: request.gender,
                name: request.name,
                localIdentifier: request.localIdentifier
            ),
            messageID: messageID,
            trackingID: trackingID,
            auditIdentities: auditIdentities,
            corrections: corrections
        )
    }
}

/// Reads SOAP messages into calls, or into the exact fault or code to answer.
///
/// The order of checks is decision D54: headers, envelope, payload schema, audit identity, values. Size, TLS and the
/// site have been settled before; XML and SOAP by ``SOAPMessage``.
public struct SMSPCallReader: Sendable {
    /// The profile ids that a manifest may name (`Mappings/profiles.csv`).
    public let profileIDs: Set<String>
    /// The operations that requests are read of; a call of another gets fault 2200.
    public let operations: Set<SMSPOperation>

    /// A reader that accepts these profiles.
    public init(profileIDs: Set<String>, operations: Set<SMSPOperation> = Set(SMSPOperation.allCases)) {
        self.profileIDs = profileIDs
        self.operations = operations
    }

    /// Reads the call of `operation` that `message` makes.
    ///
    /// - Parameters:
    ///   - soapAction: the HTTP header, quoted or not; nil when it was not sent.
    ///   - now: the time that `wsu:Timestamp` is judged by.
    public func read(
        _ message: SOAPMessage,
        operation: SMSPOperation,
        soapAction: String?,
        profile: SiteProfile,
        connection: ConnectionFacts,
        now: Date
    ) throws(SMSPRefusal) -> SMSPCall {
        let headers: AddressingHeaders
        let envelope: DistributionEnvelope
        do throws(SMSPFault) {
            guard !message.isConverted || profile.reading == .lenient else { throw .notWellFormed }
            guard operations.contains(operation) else { throw .operationNotAvailable }
            try AddressingHeaders.refuseUnknown(in: message)
            headers = try AddressingHeaders(
                message,
                soapAction: soapAction,
                operation: operation,
                reading: profile.reading
            )
            try SecurityHeader.check(message, profile: profile, connection: connection, now: now)
            envelope = try DistributionEnvelope(message, profileIDs: profileIDs)
        } catch {
            throw .fault(error)
        }
        do throws(InputProblem) {
            let (payload, corrections) = try Self.payload(of: envelope, operation: operation, reading: profile.reading)
            let parameters = try QueryParameters(payload, of: operation)
            guard !envelope.auditIdentities.isEmpty || !profile.requireAuditIdentity else {
                throw .auditIdentityMissing
            }
            return SMSPCall(
                request: try RequestValidation.request(parameters, of: operation, shortSurname: profile.shortSurname),
                messageID: headers.messageID,
                trackingID: envelope.trackingID,
                auditIdentities: envelope.auditIdentities,
                corrections: (message.isConverted ? [.anotherEncoding] : []) + corrections
            )
        } catch {
            throw .invalidInput(error)
        }
    }

    private static func payload(
        of envelope: DistributionEnvelope,
        operation: SMSPOperation,
        reading: SiteProfile.Reading
    ) throws(InputProblem) -> (XMLElement, [LenientReading]) {
        guard let payload = envelope.payload, payload.name.namespace == Namespace.hl7 else { throw .payloadInvalid }
        if let named = SMSPOperation(requestRoot: payload.name.local), named != operation {
            throw .payloadOfAnotherOperation
        }
        return reading == .lenient ? LenientReading.correcting(payload, of: operation) : (payload, [])
    }
}
