/// A search whose parameters are valid.
struct PatientSearch: Sendable {
    /// `family`.
    var family: SearchPattern
    /// `given`, the first name first.
    var given: [SearchPattern]
    /// `gender`.
    var gender: String?
    /// `birthdate`.
    var birthDate: BirthDateRange
    /// `address-postalcode`, or by its old name `address-postcode`.
    var postcode: SearchPattern?
    /// `_history`: names and addresses of the past count.
    var includesHistory: Bool
    /// `_exact-match`: only results of score 1 count.
    var isExact: Bool
    /// `_max-results`.
    var maxResults: Int

    /// The most that an answer may hold.
    static let mostResults = 50
}

extension PatientSearch {
    /// The names of parameters that are played.
    private static let played: Set<String> = [
        "family", "given", "gender", "birthdate", "address-postalcode", "address-postcode", "_history", "_exact-match",
        "_fuzzy-match", "_max-results",
    ]
    /// The other parameter names of Spine, which the simulator does not implement because the bridge sends none of them.
    private static let unplayed: Set<String> = ["death-date", "general-practitioner", "email", "phone"]
    private static let genders = ["male", "female", "other", "unknown"]

    /// The search that `fields` ask for, in Spine's order of checks.
    ///
    /// 1. Some parameter is there. 2. Every name is known. 3. Every value can be read. 4. `birthdate` is there.
    /// 5. `family` is there, and no pattern is too wide or too long. INFER: the place of 3 before 4, and the code for a
    /// `*` in the first two characters. A fuzzy search is checked and then refused: its rules are not published.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §2.1, §2.2.
    init(_ fields: FormFields, maxResults: Int) throws(PDSRefusal) {
        guard !fields.all.isEmpty else { throw .unsupportedService }
        let names = fields.all.map(\.name)
        let unknown = names.filter { !Self.played.contains($0) && !Self.unplayed.contains($0) }
        guard unknown.isEmpty else { throw .additionalProperties(unknown) }
        guard !names.contains(where: Self.unplayed.contains) else { throw .unsupportedService }

        gender = fields["gender"]?.lowercased()
        if let gender, !Self.genders.contains(gender) { throw .invalidValue(gender, of: "gender") }
        includesHistory = try Self.boolean("_history", in: fields)
        isExact = try Self.boolean("_exact-match", in: fields)
        let isFuzzy = try Self.boolean("_fuzzy-match", in: fields)
        self.maxResults = try Self.maxResults(in: fields) ?? maxResults
        guard let birthDate = try BirthDateRange(fields.values(of: "birthdate")) else { throw .missingBirthDate }
        self.birthDate = birthDate

        let postcodes = fields.values(of: "address-postalcode") + fields.values(of: "address-postcode")
        let criteria = fields.values(of: "given") + postcodes + [fields["family"]].compactMap(\.self)
        guard !isFuzzy else {
            let isNamed = fields["family"] != nil && fields["given"] != nil
            let isPlaced = criteria.count > 1 && gender != nil && !postcodes.isEmpty
            guard isNamed || isPlaced, !criteria.contains(where: { $0.contains("*") }) else {
                throw .invalidSearchData(PDSRefusal.fuzzyCriteria)
            }
            throw .unsupportedService
        }
        guard postcodes.count < 2 else { throw .invalidSearchData(PDSRefusal.bothPostcodes) }
        guard let family = fields["family"].flatMap({ SearchPattern($0) }) else {
            throw .invalidSearchData(PDSRefusal.minimumRequirements)
        }
        self.family = family
        given = fields.values(of: "given").compactMap { SearchPattern($0) }
        postcode = postcodes.first.flatMap { SearchPattern($0, ignoringSpaces: true) }
        guard 1 + given.count + (postcode == nil ? 0 : 1) == criteria.count else {
            throw .invalidSearchData(PDSRefusal.minimumRequirements)
        }
    }

    private static func boolean(_ name: String, in fields: FormFields) throws(PDSRefusal) -> Bool {
        switch fields[name]?.lowercased() {
        case nil, "false"?: return false
        case "true"?: return true
        case let value?: throw .invalidValue(value, of: name)
        }
    }

    private static func maxResults(in fields: FormFields) throws(PDSRefusal) -> Int? {
        guard let text = fields["_max-results"] else { return nil }
        guard let number = Int(text), (1...mostResults).contains(number) else {
            throw .invalidValue(text, of: "_max-results")
        }
        return number
    }
}
