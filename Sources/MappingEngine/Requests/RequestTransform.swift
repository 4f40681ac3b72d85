import NHSIdentifiers
import PDSFHIR
import SMSPContract

/// The transforms of a part of a request into a parameter of PDS: a closed list.
///
/// `Mappings/README.md` describes each; a test holds that it names these and no others.
enum RequestTransform: String, Sendable, CaseIterable {
    /// The part as the caller sent it.
    case verbatim
    /// The code of PDS that a code table gives the part's code, read backwards.
    case code
    /// A day as `eq`; a month or year as `ge` its first day and `le` its last.
    case dateRange

    /// The values that PDS is sent for `part` of `request`; none when the caller did not send it.
    func values(of part: RequestPart, in request: SMSPRequest, codes: CodeTable?) -> [String] {
        switch self {
        case .verbatim: [Self.text(of: part, in: request)].compactMap(\.self)
        case .code: [request.gender.flatMap { codes?.source(of: $0.rawValue) }].compactMap(\.self)
        case .dateRange: Self.range(of: request.dateOfBirth)
        }
    }

    private static func text(of part: RequestPart, in request: SMSPRequest) -> String? {
        switch part {
        case .nhsNumber: request.nhsNumber?.digits
        case .given: request.name?.given
        case .family: request.name?.family
        case .postcode: request.postcode
        case .dateOfBirth, .gender, .localIdentifier: nil
        }
    }

    /// Decision D22.
    private static func range(of date: TimestampText) -> [String] {
        guard let year = Int(date.year) else { return [] }
        let months = date.month.flatMap { Int($0) }.map { $0...$0 } ?? 1...12
        let last = CalendarDate.days(inMonth: months.upperBound, of: year) ?? 31
        let days = date.day.flatMap { Int($0) }.map { $0...$0 } ?? 1...last
        let bounds = [(months.lowerBound, days.lowerBound), (months.upperBound, days.upperBound)]
            .compactMap { month, day in CalendarDate(year: year, month: month, day: day)?.text }
        guard bounds.count == 2 else { return [] }
        return date.precision == .day ? ["eq" + bounds[0]] : ["ge" + bounds[0], "le" + bounds[1]]
    }
}
