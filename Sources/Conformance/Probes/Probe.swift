import SMSPContract

/// One way to ask an endpoint something; the raw value is what it is called in reasons.
enum Probe: String, Sendable, CaseIterable {
    // The published form.
    case standard = "the published form"
    case again = "the same question again"
    case actionQuoted = "SOAPAction in quotation marks"
    case actionAbsent = "no SOAPAction"

    // The forms of three real clients (docs/contract/smsp.md §9.1).
    case clientCore = "the form of smsp-client-core"
    case openInhealthcare = "the form of open-inhealthcare"
    case adaptor = "the form of smsp-adaptor"

    // Messages that differ from the published form in one thing.
    case prefixes = "other namespace prefixes"
    case headerOrder = "other order of the header blocks"
    case spacing = "white space between elements"
    case noDeclaration = "no XML declaration"
    case comment = "a comment before the root"
    case severalAuditIDs = "two audit identities"
    case untypedAuditID = "an audit identity without type"
    case addresses = "address list and sender"
    case handling = "a handling specification"
    case prefixedMessageID = "a MessageID that begins with urn:uuid:"
    case anonymousReplyTo = "an anonymous ReplyTo"
    case unknownHeader = "an unknown header block"
    case lowerCaseIDs = "lower-case ids"

    // HTTP.
    case charsetUTF8 = "charset=utf-8"
    case charsetWrong = "charset=ISO-8859-1 over UTF-8"
    case smallFieldNames = "field names in small letters"
    case chunkedRequest = "a chunked request"
    case identityOnly = "Accept-Encoding: identity"
    case closing = "Connection: close"
    case twice = "two calls on one connection"
    case oldHTTP = "HTTP/1.0"

    // Values that must be refused.
    case checkDigit = "a number with a wrong check digit"
    case shortNumber = "a number of nine digits"
    case dateWithHour = "a date of birth with an hour"
    case partialDate = "a year and month of birth alone"
    case dateMissing = "no date of birth"
    case unknownGender = "a gender of no vocabulary"
    case wildcardAlone = "a surname that is a wildcard alone"
    case longPostcode = "a postcode of nine characters"
    case auditMissing = "no audit identity"

    // People without a record.
    case unknownNumber = "a number without a record"
    case nobody = "a search without match"

    // Messages that require a fault.
    case notXML = "a body that is not well-formed"
    case soap12 = "a SOAP 1.2 envelope"
    case mustUnderstand = "an unknown header block that must be understood"
    case messageIDMissing = "no MessageID"
    case toMissing = "no To"
    case actionUnknown = "an unknown action"
    case replyToElsewhere = "a ReplyTo that is not anonymous"
    case profileUnknown = "an unknown profile"
    case expired = "an expired timestamp"

    // Known people.
    case localIdentifier = "a local identifier"
    case wrongDate = "another date of birth"
    case wrongDay = "another day of birth, with the name"
    case wrongDayAndName = "another day of birth and another name"
    case searchByDetails = "a search without number"
    case upperCase = "names in capitals"
    case wildcard = "a surname with a wildcard"
    case yearOnly = "a year of birth alone"
    case postcode = "the postcode"
    case superseded = "a superseded number"
    case invalidated = "an invalidated number"

    /// The operations of `operations` that the probe makes sense for.
    func scope(_ operations: [SMSPOperation]) -> [SMSPOperation] {
        switch self {
        case .standard, .again, .actionQuoted, .actionAbsent, .clientCore, .openInhealthcare, .dateMissing:
            operations
        case .adaptor: operations.filter { [.getPatientDetailsByNHSNumber, .getPatientDetailsBySearch].contains($0) }
        case .checkDigit, .shortNumber, .dateWithHour, .partialDate, .unknownNumber, .wrongDate, .superseded,
            .invalidated:
            operations.filter { !$0.isSearchOnly }
        case .unknownGender, .wildcardAlone, .longPostcode, .nobody, .upperCase, .wildcard, .postcode:
            operations.filter(\.isSearchOnly)
        case .localIdentifier: operations.filter { $0 != .verifyNHSNumber }
        case .wrongDay, .wrongDayAndName: operations.filter { $0 == .verifyNHSNumber }
        case .searchByDetails: operations.filter { $0 == .getPatientDetails }
        case .yearOnly: operations.filter { $0 == .getNHSNumber }
        default: Array(operations.prefix(1))
        }
    }

    /// True if the probe needs a patient from the file.
    var needsPatient: Bool {
        switch self {
        case .localIdentifier, .wrongDate, .wrongDay, .wrongDayAndName, .searchByDetails, .upperCase, .wildcard,
            .yearOnly, .postcode, .superseded, .invalidated:
            true
        default: false
        }
    }

    /// True if the probe is the standard query in another form, which requires the same answer.
    var isForm: Bool {
        switch self {
        case .again, .actionQuoted, .actionAbsent, .clientCore, .openInhealthcare, .prefixes, .headerOrder, .spacing,
            .noDeclaration, .comment, .severalAuditIDs, .untypedAuditID, .addresses, .handling, .prefixedMessageID,
            .anonymousReplyTo, .unknownHeader, .charsetUTF8, .charsetWrong, .smallFieldNames, .chunkedRequest,
            .identityOnly, .closing, .twice, .oldHTTP:
            true
        default: false
        }
    }
}

extension SMSPOperation {
    /// True if the operation takes no NHS number.
    var isSearchOnly: Bool { queryKey == .search }
}
