public import NHSIdentifiers
public import SMSPContract
public import StrictYAML

/// The values of a request as a person types them at a terminal.
public struct PatientValues: Sendable {
    private var nhsNumber: String?
    private var dateOfBirth: String?
    private var gender: String?
    private var given: String?
    private var family: String?
    private var postcode: String?

    private static let shape = YAMLShape.mapping([
        YAMLKey("nhsNumber", .string(), .optional, "The NHS number, ten digits; absent: a search."),
        YAMLKey("dateOfBirth", .string(), .required, "The date of birth: YYYYMMDD, YYYY-MM-DD, or less of it."),
        YAMLKey("gender", .string(), .optional, "The gender of a search: 0, 1, 2 or 9."),
        YAMLKey("given", .string(), .optional, "The forename."),
        YAMLKey("family", .string(), .optional, "The surname."),
        YAMLKey("postcode", .string(), .optional, "The postcode of a search."),
    ])

    /// The reason that values make no request: a sentence that names the value and does not show it.
    public struct Invalid: Error, Equatable {
        /// The sentence.
        public let problem: String
    }

    /// Values that are given one by one; nil is absent.
    public init(
        nhsNumber: String?,
        dateOfBirth: String?,
        gender: String?,
        given: String?,
        family: String?,
        postcode: String?
    ) {
        self.nhsNumber = nhsNumber
        self.dateOfBirth = dateOfBirth
        self.gender = gender
        self.given = given
        self.family = family
        self.postcode = postcode
    }

    /// Reads values from the text of a YAML file.
    ///
    /// - Parameter file: the name of the file, for problems; those show no value.
    public init(yaml text: String, file: String) throws(YAMLProblems) {
        let document = try YAMLDocument.load(text, file: file, shape: Self.shape, withholdingValues: true)
        self.init(
            nhsNumber: document["nhsNumber"]?.string,
            dateOfBirth: document["dateOfBirth"]?.string,
            gender: document["gender"]?.string,
            given: document["given"]?.string,
            family: document["family"]?.string,
            postcode: document["postcode"]?.string
        )
    }

    private static let numberShape = YAMLShape.mapping([
        YAMLKey("nhsNumber", .string(), .required, "The NHS number, ten digits."),
        YAMLKey("dateOfBirth", .string(), .optional, "Not used."),
        YAMLKey("gender", .string(), .optional, "Not used."),
        YAMLKey("given", .string(), .optional, "Not used."),
        YAMLKey("family", .string(), .optional, "Not used."),
        YAMLKey("postcode", .string(), .optional, "Not used."),
    ])

    /// Reads the NHS number alone from the text of a YAML file, for a reading of the audit journal.
    ///
    /// - Throws: ``YAMLProblems``, or ``Invalid`` if the value is no NHS number.
    public static func number(yaml text: String, file: String) throws -> NHSNumber {
        let document = try YAMLDocument.load(text, file: file, shape: numberShape, withholdingValues: true)
        return try number(document.at("nhsNumber").string)
    }

    /// The request of `operation` that these values make.
    ///
    /// The endpoint decides if the values are enough for the operation.
    public func request(of operation: SMSPOperation) throws(Invalid) -> SMSPRequest {
        let number = try nhsNumber.map { text throws(Invalid) in try Self.number(text) }
        switch operation.queryKey {
        case .number:
            guard number != nil else { throw Invalid(problem: "nhsNumber: \(operation.rawValue) needs it.") }
        case .search:
            guard number == nil else { throw Invalid(problem: "nhsNumber: \(operation.rawValue) takes none.") }
        case .numberOrSearch: break
        }
        let date = try value(dateOfBirth, "dateOfBirth", "a date, YYYYMMDD, or a year or month of one") {
            TimestampText($0.filter { $0 != "-" })
        }
        guard let date else { throw Invalid(problem: "dateOfBirth: every operation needs it.") }
        return SMSPRequest(
            operation: operation,
            dateOfBirth: date,
            nhsNumber: number,
            gender: try value(gender, "gender", "0 not known, 1 male, 2 female or 9 not specified") {
                AdministrativeGender(rawValue: $0)
            },
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode
        )
    }

    /// Reads a given value with `read`; an error does not show the value.
    private func value<Value>(
        _ text: String?,
        _ name: String,
        _ form: String,
        _ read: (String) -> Value?
    ) throws(Invalid) -> Value? {
        guard let text else { return nil }
        guard let value = read(text) else { throw Invalid(problem: "\(name): must be \(form).") }
        return value
    }

    private static func number(_ text: String) throws(Invalid) -> NHSNumber {
        guard let number = NHSNumber(text.filter { $0 != " " }) else {
            throw Invalid(problem: "nhsNumber: must be ten digits that pass modulus 11.")
        }
        return number
    }
}
