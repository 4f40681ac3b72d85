/// The rules for the values of a search that the schema does not express.
///
/// Order (decision D54): date of birth, then what must be there, then the form of each value.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.4 (getNHSNumber), §4.6 (getPatientDetailsBySearch) and §4.7
///   (getPatientDetails without NHS number), restated in docs/contract/smsp.md §2.1.
enum SearchValidation {
    /// The number of characters that PDS keeps of a name or a postcode (D57).
    private static let longest = 35
    /// The smallest number of characters before a wildcard.
    private static let shortestStart = 2

    /// Checks the values of a request without NHS number.
    static func request(_ parameters: QueryParameters, of operation: SMSPOperation) throws(InputProblem) -> SMSPRequest
    {
        guard let dateOfBirth = parameters.dateOfBirth.flatMap(TimestampText.init),
            dateOfBirth.precision == .day || operation == .getNHSNumber
        else { throw .dateOfBirth }
        guard let family = parameters.family else { throw .surnameMissing }
        guard let gender = parameters.gender else { throw .genderMissing }
        // A forename is optional in the other two searches (D27).
        guard parameters.given != nil || operation != .getPatientDetails else { throw .forenameMissing }
        for value in [family, parameters.given, parameters.postcode].compactMap(\.self) {
            guard value.unicodeScalars.count <= longest else { throw .tooLong }
            guard hasWildcardsInPlace(value) else { throw .wildcard }
        }
        guard parameters.postcode.map(isPostcode) ?? true else { throw .postcode }
        return SMSPRequest(
            operation: operation,
            dateOfBirth: dateOfBirth,
            gender: gender,
            name: PersonNameQuery(given: parameters.given, family: family),
            postcode: parameters.postcode,
            localIdentifier: parameters.localIdentifier
        )
    }

    /// True if two characters or more precede the first `*`, if there is one.
    private static func hasWildcardsInPlace(_ value: String) -> Bool {
        guard let wildcard = value.unicodeScalars.firstIndex(of: "*") else { return true }
        return value.unicodeScalars[..<wildcard].count >= shortestStart
    }

    /// True if a postcode without wildcard is letters and digits around one space, eight characters at the most.
    ///
    /// Deliberately no check that there is such a postcode (footnotes 1 to 3 of the requirements).
    private static func isPostcode(_ postcode: String) -> Bool {
        guard !postcode.contains("*") else { return true }
        return postcode.utf8.count <= 8 && postcode.wholeMatch(of: /[A-Za-z0-9]+ [A-Za-z0-9]+/) != nil
    }
}
