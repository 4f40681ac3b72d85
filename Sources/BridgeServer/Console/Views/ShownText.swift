import Bridge
import Evidence
import Foundation
import SMSPContract

/// Figures, times and words as they are written for people.
enum ShownText {
    /// A count of calls in a table; nothing for none and for few alike.
    static func count(_ count: SmallCount?) -> String { count?.shown.map(String.init) ?? "" }

    /// The same, with a dash in place of nothing: for a place that would else look as if it had been forgotten.
    static func countOrDash(_ count: SmallCount) -> String { count.shown.map(String.init) ?? "–" }

    /// A number of people, which is a step of five: `10+`; a dash for none and for few alike.
    static func people(_ count: SmallCount) -> String { count.shown.map { "\($0)+" } ?? "–" }

    /// The calls of something that occurred.
    static func calls(_ count: SmallCount) -> String { count.shown.map { "\($0) calls" } ?? few }

    /// Something that occurred, to fewer than five people in each week.
    static let few = "1–4 people, calls not shown"

    /// A name such as `getPatientDetails` or `patientPerson/birthTime` in the pieces between which a line may end.
    static func pieces(ofName name: String) -> [String] {
        var pieces = [""]
        var last: Character = "/"
        for letter in name {
            if last == "/" && pieces != [""] || letter.isUppercase && last.isLowercase { pieces.append("") }
            pieces[pieces.count - 1].append(letter)
            last = letter
        }
        return pieces
    }

    /// A day, UTC.
    static func day(_ date: Date) -> String { String(UTCTime.text(of: date).prefix(10)) }

    /// A time, UTC, to the minute.
    static func time(_ date: Date) -> String {
        UTCTime.text(of: date).prefix(16).replacing("T", with: " ") + " UTC"
    }

    /// The effect that a severity may have on the patient.
    static func meaning(of severity: Severity) -> String {
        switch severity {
        case .s1: "a wrong person"
        case .s2: "a wrong route of care"
        case .s3: "recoverable"
        case .s4: "cosmetic"
        case .s5: "bytes only"
        }
    }

    /// A place in the tables, from `Mappings` on.
    static func row(_ candidate: String) -> String {
        guard let start = candidate.range(of: "("), let folder = candidate.range(of: "Mappings/", options: .backwards)
        else {
            return candidate
        }
        return String(candidate[..<start.upperBound] + candidate[folder.lowerBound...])
    }

    /// The beginning of a hash.
    static func hash(_ hash: String) -> String { String(hash.prefix(12)) }
}

/// The targets of the links of a page.
enum PageLinks {
    /// To the pages of the console.
    case console
    /// To places of the one page.
    case report

    var differences: String {
        switch self {
        case .console: "/differences"
        case .report: "#patterns"
        }
    }

    func pattern(_ id: String) -> String {
        switch self {
        case .console: "/differences/\(id)"
        case .report: "#\(id)"
        }
    }

    func site(_ id: String) -> String {
        switch self {
        case .console: "/sites/\(id)"
        case .report: "#site-\(id)"
        }
    }
}
