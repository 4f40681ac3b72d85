import NHSIdentifiers

/// A simple type of the HL7v3 schemas, as far as payloads use one.
///
/// - SeeAlso: `datatypes.xsd`, `datatypeflavours.xsd`, `voc.xsd`.
indirect enum SimpleType: Sendable, Hashable {
    /// `st`: any text of one character or more.
    case st
    /// `cs`: a token without white space.
    case cs
    /// `cs` with one allowed value.
    case csFixed(String)
    /// `cs` with a list of allowed values.
    case csOneOf([String])
    /// A white-space-separated list of `cs` with a list of allowed values.
    case csList([String])
    /// `uid`: an OID, an upper-case UUID or a reserved identifier.
    case uid
    /// `uid` with one allowed value.
    case uidFixed(String)
    /// `uid` restricted to OIDs.
    case oid
    /// `uid` restricted to upper-case UUIDs.
    case uuid
    /// `ts`: a point in time. The pattern does not make it a date of the calendar.
    case ts
    /// `bl`.
    case bl
    /// `url`: a scheme of small letters, digits, hyphens and plus signs, a colon and anything.
    case url
    /// `real`.
    case real
    /// `bin`.
    case base64

    /// True if `text` is a value of this type.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .st: !text.isEmpty
        case .cs: !Self.collapsed(text).contains(" ")
        case .csFixed(let value): Self.collapsed(text) == value
        case .csOneOf(let values): values.contains(Self.collapsed(text))
        case .csList(let values): Self.collapsed(text).split(separator: " ").allSatisfy { values.contains(String($0)) }
        case .uid: Self.isOID(text) || UUIDText.isUpperCaseUUID(text) || Self.isReserved(text)
        case .uidFixed(let value): text == value
        case .oid: Self.isOID(text)
        case .uuid: UUIDText.isUpperCaseUUID(text)
        case .ts: Self.isTimestamp(text)
        case .bl: ["true", "false"].contains(Self.collapsed(text))
        case .url: Self.collapsed(text).wholeMatch(of: /[\-a-z0-9+]+:.*/) != nil
        case .real: Double(Self.collapsed(text)) != nil
        case .base64: Self.isBase64(text)
        }
    }

    /// The text with white space collapsed, as `xsd:token` and the types made from it are compared.
    private static func collapsed(_ text: String) -> String {
        text.unicodeScalars.split(whereSeparator: { [" ", "\t", "\n", "\r"].contains($0) })
            .map { String($0) }
            .joined(separator: " ")
    }

    private static func isOID(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9]+(?:\.[0-9]+)*/) != nil
    }

    private static func isReserved(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z][A-Za-z0-9\-]*/) != nil
    }

    private static func isTimestamp(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9]{1,8}|(?:[0-9]{9,14}|[0-9]{14}\.[0-9]+)(?:[+\-][0-9]{1,4})?/) != nil
    }

    private static func isBase64(_ text: String) -> Bool {
        let digits = text.filter { !$0.isWhitespace }
        return digits.utf8.count.isMultiple(of: 4) && digits.wholeMatch(of: /[A-Za-z0-9+\/]*={0,2}/) != nil
    }
}
