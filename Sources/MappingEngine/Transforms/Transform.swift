import NHSIdentifiers
import SMSPContract

/// The transforms of the values that a row's paths read: a closed list.
///
/// `Mappings/README.md` describes each to the people who write tables; a test holds that it names these and no others.
enum Transform: String, Sendable, CaseIterable {
    /// One text, as it is. Its own inverse.
    case text
    /// Several texts, joined by one space. Inverse, where no text has a space in it: split at spaces.
    case joined
    /// The lines of an address, in their places; missing, null and white ones are blank. Inverse: the lines themselves.
    case lines
    /// A date or a time, as the digits of its date. Inverse, except for the time: hyphens after the year and the month.
    case date
    /// One code or two, by a code table. Inverse, where the table gives each target once: the table read backwards.
    case code
    /// A system and a value, as a URI with the scheme that a code table gives the system. Inverse: the value after the
    /// scheme, its percent-encoding undone.
    case telecom
    /// A telephone number, as a URI of the scheme `tel`. Inverse: the value after the scheme.
    case telephone
    /// An NHS number, if it is one. Its own inverse.
    case nhsNumber
    /// A part of the request, as the caller sent it. Its own inverse.
    case verbatim

    /// The kind of value that a transform produces or a leaf takes.
    enum Kind: String, Sendable {
        case text, lines, date, code, uri, nhsNumber, requestPart
    }

    /// The kind of value that the transform produces.
    var makes: Kind {
        switch self {
        case .text, .joined: .text
        case .lines: .lines
        case .date: .date
        case .code: .code
        case .telecom, .telephone: .uri
        case .nhsNumber: .nhsNumber
        case .verbatim: .requestPart
        }
    }

    /// The number of paths that the transform reads; nil if the key columns of its code table decide.
    var sourceCount: Int? {
        switch self {
        case .code: nil
        case .telecom: 2
        case .text, .joined, .lines, .date, .telephone, .nhsNumber, .verbatim: 1
        }
    }

    /// True if a path of the transform may find more than one value.
    var takesSeveral: Bool { self == .joined || self == .lines }

    /// True if the transform needs a code table.
    var needsCodes: Bool { self == .code || self == .telecom }
}

/// A value on its way into an answer.
enum MappedValue: Sendable, Equatable {
    case text(String)
    case lines([String])
    case date(TimestampText)
    case code(String)
    case nhsNumber(NHSNumber)
    case localIdentifier(InstanceIdentifier)
}

extension Transform {
    /// Transforms the texts that each of its paths found; nil is a null in a list.
    ///
    /// - Returns: nil if nothing is left of the value; unless that is expected, `note` is called with the reason.
    func callAsFunction(
        _ sources: [[String?]],
        codes: CodeTable?,
        note: (MappingDiagnostic.Kind) -> Void
    ) -> MappedValue? {
        let single = sources.map { $0.first ?? nil }
        switch self {
        case .text: return single[0].flatMap { TextTransform.text($0, note: note) }.map(MappedValue.text)
        case .joined: return TextTransform.joined(sources[0], note: note).map(MappedValue.text)
        case .lines: return TextTransform.lines(sources[0], note: note).map(MappedValue.lines)
        case .date: return single[0].flatMap { DateTransform.date($0, note: note) }.map(MappedValue.date)
        case .code: return codes.flatMap { CodeTransform.code(single, by: $0) }.map(MappedValue.code)
        case .telecom:
            guard let value = single[1], let codes,
                case .target(let scheme) = codes.translation(of: [single[0] ?? ""])
            else { return nil }
            return TelecomTransform.uri(value, scheme: scheme, note: note).map(MappedValue.text)
        case .telephone:
            return single[0].flatMap { TelecomTransform.uri($0, scheme: "tel", note: note) }.map(MappedValue.text)
        case .nhsNumber:
            return single[0].flatMap { NumberTransform.nhsNumber($0, note: note) }.map(MappedValue.nhsNumber)
        case .verbatim: return nil
        }
    }
}
