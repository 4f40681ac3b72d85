import Foundation
public import PDSFHIR
public import SMSPContract

/// The check that a record belongs to the person of a request (decisions D5, D26 and D36).
///
/// An NHS number alone never releases demographics (SMSP-PDS-001). The rule, for a record found by number:
///
/// 1. The dates of birth are equal to the day: verified.
/// 2. Otherwise, where the caller gave surname and forename: verified when at least two of year, month and day are
///    equal, and the first three characters of the surnames, and the first of the forenames.
/// 3. Otherwise not verified.
///
/// Compared with the current usual name, its first given name. Texts are compared after Unicode normal form C and
/// simple case folding, outer white space removed, nothing else; a character is a Unicode scalar. A name shorter than
/// the characters compared is compared whole, whichever side it is on: `Li` is never `Liu`, nor `Osman` `O`. A part of
/// the date that PDS does not hold never matches; without a usual name nothing is verified by rule 2.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3 (verifyNHSNumber matching), restated in docs/contract/smsp.md §4.1.
public enum CrossCheck {
    /// True if `patient` is the person of `request`; `date` decides which name is current.
    public static func verifies(_ request: SMSPRequest, _ patient: Patient, on date: CalendarDate) -> Bool {
        let asked = request.dateOfBirth
        let held = DateParts(patient.birthDate)
        let matches = [
            held.year == asked.year, held.month != nil && held.month == asked.month,
            held.day != nil && held.day == asked.day,
        ]
        if matches.allSatisfy(\.self) { return true }
        guard matches.count(where: \.self) >= 2, let given = request.name?.given, let family = request.name?.family,
            let usual = patient.usualName(on: date), let heldFamily = usual.family, let heldGiven = usual.given.first
        else { return false }
        return haveEqualStart(family, heldFamily, characters: 3) && haveEqualStart(given, heldGiven, characters: 1)
    }

    /// True if the first `characters` of both names are equal, a shorter name taken whole; false if either is empty.
    private static func haveEqualStart(_ asked: String, _ held: String, characters: Int) -> Bool {
        let start = folded(held).prefix(characters)
        return !start.isEmpty && folded(asked).prefix(characters) == start
    }

    /// The scalars of a name in the form in which names are compared.
    static func folded(_ name: String) -> [Unicode.Scalar] {
        name.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping.unicodeScalars
            .map(\.simpleCaseFolding)
    }

    /// The digits of a record's date of birth, as far as it holds them.
    private struct DateParts {
        var year: Substring?
        var month: Substring?
        var day: Substring?

        init(_ birthDate: FHIRDate?) {
            guard let digits = birthDate?.digits, let date = TimestampText(digits) else { return }
            (year, month, day) = (date.year, date.month, date.day)
        }
    }
}

extension Unicode.Scalar {
    /// The scalar's simple case folding: mappings of status C and S in Unicode's `CaseFolding.txt`.
    ///
    /// The lower case of the upper case, if each is a single scalar, is that folding, except for dotless ı (U+0131),
    /// which folds to itself.
    fileprivate var simpleCaseFolding: Unicode.Scalar {
        guard value != 0x131 else { return self }
        let upper = properties.uppercaseMapping.unicodeScalars
        let base = upper.count == 1 ? upper[upper.startIndex] : self
        let lower = base.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower[lower.startIndex] : base
    }
}
