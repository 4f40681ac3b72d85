public import SMSPContract

/// A form of a request, without its values.
///
/// - SeeAlso: docs/evidence.md §2, the facts of a rule.
public enum RequestForm: String, Sendable, Hashable, CaseIterable, Comparable {
    /// It asks about an NHS number.
    case number
    /// It holds a postcode that is part of the search.
    case postcode
    /// A value of it holds a wildcard.
    case wildcard
    /// Its date of birth is a year or a month.
    case partialDate

    /// By their names.
    public static func < (left: RequestForm, right: RequestForm) -> Bool { left.rawValue < right.rawValue }
}

extension SMSPRequest {
    /// The forms of the request.
    public var forms: Set<RequestForm> {
        var forms: Set<RequestForm> = []
        if isByNumber { forms.insert(.number) }
        if postcode != nil { forms.insert(.postcode) }
        if [name?.given, name?.family, postcode].contains(where: { $0?.contains("*") == true }) {
            forms.insert(.wildcard)
        }
        if dateOfBirth.precision != .day { forms.insert(.partialDate) }
        return forms
    }

    /// The strata that the question belongs to by itself.
    public var strata: Set<Stratum> {
        var strata: Set<Stratum> = []
        if forms.contains(.wildcard) { strata.insert(.wildcard) }
        if forms.contains(.partialDate) { strata.insert(.partialDateOfBirth) }
        return strata
    }
}
