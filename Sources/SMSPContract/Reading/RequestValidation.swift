import NHSIdentifiers

/// The rules for the values of a request that the schema does not express.
///
/// Order (decision D54): NHS number, then date of birth, then the rest.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3 (verifyNHSNumber), §4.5 (getPatientDetailsByNHSNumber) and §4.7
///   (getPatientDetails); ``SearchValidation``.
enum RequestValidation {
    /// Checks the values of a request, which in `getPatientDetails` is by number if there is one.
    static func request(
        _ parameters: QueryParameters,
        of operation: SMSPOperation,
        shortSurname: SiteProfile.ShortSurname
    ) throws(InputProblem) -> SMSPRequest {
        let isByNumber =
            switch operation.queryKey {
            case .number: true
            case .search: false
            case .numberOrSearch: parameters.nhsNumber != nil
            }
        return isByNumber
            ? try byNHSNumber(parameters, of: operation, shortSurname: shortSurname)
            : try SearchValidation.request(parameters, of: operation)
    }

    /// Checks the values of a request by NHS number.
    private static func byNHSNumber(
        _ parameters: QueryParameters,
        of operation: SMSPOperation,
        shortSurname: SiteProfile.ShortSurname
    ) throws(InputProblem) -> SMSPRequest {
        let nhsNumber = try nhsNumber(parameters.nhsNumber)
        guard let dateOfBirth = parameters.dateOfBirth.flatMap(TimestampText.init), dateOfBirth.precision == .day else {
            throw .dateOfBirth
        }
        for part in [parameters.given, parameters.family].compactMap({ $0 }) {
            guard !part.contains("*") else { throw .wildcard }
        }
        if let family = parameters.family, family.unicodeScalars.count < 3, shortSurname == .reject {
            throw .shortSurname
        }
        return SMSPRequest(
            operation: operation,
            dateOfBirth: dateOfBirth,
            nhsNumber: nhsNumber,
            name: PersonNameQuery(given: parameters.given, family: parameters.family),
            localIdentifier: parameters.localIdentifier
        )
    }

    /// Decision D2.
    private static func nhsNumber(_ text: String?) throws(InputProblem) -> NHSNumber {
        guard let text, !text.isEmpty else { throw .payloadInvalid }
        guard NHSNumber.isNewStyle(text) else { throw .nhsNumberNotNewStyle }
        guard let number = NHSNumber(text) else { throw .nhsNumberCheckDigit }
        return number
    }
}
