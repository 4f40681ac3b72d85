import Bridge
import Evidence
import Foundation
import SMSPContract

/// Figures, times and words as they are written for people.
enum ShownText {
    /// A count; `<5` for one that is blank, nothing for none.
    static func count(_ count: SmallCount?) -> String {
        guard let count else { return "" }
        return count.shown.map { $0 == 0 ? "" : String($0) } ?? "<5"
    }

    /// A count, `0` for none: for a place that would else look as if it had been forgotten.
    static func countOrZero(_ count: SmallCount) -> String { count.shown == 0 ? "0" : self.count(count) }

    /// The sum of some counts: `12+` where blanks would come to it, `<5` for one blank alone.
    static func sum(_ counts: [SmallCount]) -> String {
        guard counts.count > 1 else { return count(counts.first) }
        let shown = counts.compactMap(\.shown)
        let sum = shown.reduce(0, +)
        if shown.count == counts.count { return String(sum) }
        return sum > 0 ? "\(sum)+" : "a few"
    }

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
