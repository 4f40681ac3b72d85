import Bridge
import Comparison
import Evidence
import Foundation
import SMSPContract

/// How figures, times and words are written for people.
enum ShownText {
    /// A count; `<5` for one that is blank, nothing for none.
    static func count(_ count: SmallCount?) -> String {
        guard let count else { return "" }
        return count.shown.map { $0 == 0 ? "" : String($0) } ?? "<5"
    }

    /// A time, UTC, to the minute.
    static func time(_ date: Date) -> String {
        UTCTime.text(of: date).prefix(16).replacing("T", with: " ") + " UTC"
    }

    /// What a severity may do to the patient.
    static func meaning(ofSeverity severity: String) -> String {
        switch Severity(rawValue: severity) {
        case .s1: "a wrong person"
        case .s2: "a wrong route of care"
        case .s3: "recoverable"
        case .s4: "cosmetic"
        case .s5, nil: "bytes only"
        }
    }

    /// A place in the tables, from `Mappings` on.
    static func row(_ suspect: String) -> String {
        guard let start = suspect.range(of: "("), let folder = suspect.range(of: "Mappings/", options: .backwards)
        else {
            return suspect
        }
        return String(suspect[..<start.upperBound] + suspect[folder.lowerBound...])
    }

    /// The beginning of a hash.
    static func hash(_ hash: String) -> String { String(hash.prefix(12)) }
}

/// Where a page's links lead.
enum PageLinks {
    /// To the pages of the console.
    case console
    /// To places of the one page.
    case report

    func signature(_ id: String) -> String {
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
