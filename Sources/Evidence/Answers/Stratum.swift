import SMSPContract

/// A kind of answer or question in which the two sides may differ for reasons of its own.
///
/// Evidence counts for the strata in which it was seen.
///
/// - SeeAlso: docs/evidence.md §4, coverage.
public enum Stratum: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
    case noMatch = "no match"
    case tooMany = "too many"
    case superseded
    case invalidated
    case deceased
    case restricted
    case temporaryAddress = "temporary address"
    case correspondenceAddress = "correspondence address"
    case noFixedAbode = "no fixed abode"
    case severalGivenNames = "several given names"
    case noPractice = "no GP"
    case partialDateOfBirth = "partial date of birth"
    case punctuatedName = "hyphen, apostrophe or diacritic"
    case wildcard

    /// By their names.
    public static func < (left: Stratum, right: Stratum) -> Bool { left.rawValue < right.rawValue }
}

extension ComparedAnswer {
    /// The strata that the answer belongs to.
    public var strata: Set<Stratum> {
        var strata: Set<Stratum> = []
        switch code {
        case .noMatch: strata.insert(.noMatch)
        case .multipleMatches: strata.insert(.tooMany)
        case .superseded: strata.insert(.superseded)
        case .invalidated: strata.insert(.invalidated)
        default: break
        }
        guard value(.birthTime) != nil || value(.family) != nil else { return strata }
        if value(.deceasedTime) != nil { strata.insert(.deceased) }
        if !entries(of: [.temporaryLines, .temporaryPostalCode]).isEmpty { strata.insert(.temporaryAddress) }
        if !entries(of: [.correspondenceLines, .correspondencePostalCode]).isEmpty {
            strata.insert(.correspondenceAddress)
        }
        // The pseudo postcode of the ODS for people of no fixed abode.
        if value(.homePostalCode)?.filter({ !$0.isWhitespace }).uppercased() == "ZZ993VZ" {
            strata.insert(.noFixedAbode)
        }
        if value(.otherGiven) != nil { strata.insert(.severalGivenNames) }
        if hasLocation {
            if value(.practiceCode) == nil { strata.insert(.noPractice) }
        } else if value(.birthTime) != nil, value(.family) != nil {
            // Without one of the two the answer is cut short rather than restricted.
            strata.insert(.restricted)
        }
        if let born = value(.birthTime), born.count < 8 { strata.insert(.partialDateOfBirth) }
        let names = [SMSPLeaf.given, .otherGiven, .family].compactMap { value($0) }.joined()
        if names.unicodeScalars.contains(where: { !$0.isASCII || $0 == "-" || $0 == "'" }) {
            strata.insert(.punctuatedName)
        }
        return strata
    }
}
