import NHSIdentifiers
public import SMSPContract

/// An SMSP request in words, for a person at a terminal: synthetic people only, since it shows every value.
public enum RequestText {
    /// The operation and the query.
    public static func line(of request: SMSPRequest) -> String {
        let values = [
            request.nhsNumber?.digits, request.dateOfBirth.digits, request.name?.given, request.name?.family,
            request.gender.map { "gender \($0.rawValue)" }, request.postcode,
        ]
        return ([request.operation.rawValue] + values.compactMap(\.self)).joined(separator: "  ")
    }
}
