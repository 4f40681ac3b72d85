/// The transforms of contacts: `telecom` and `telephone`.
enum TelecomTransform {
    /// The schemes that a contact of an answer can have.
    static let schemes = ["tel", "mailto"]

    /// The value as a URI.
    ///
    /// 1. `tel:` or `mailto:` at its start, in any case, is its scheme and is written in lower case; anything else gets
    ///    `scheme` in front.
    /// 2. What the schema refuses in a URI is percent-encoded: `%` not before two hexadecimal digits, `[`, `]`, and any
    ///    `#` after the first. All other characters stay as they are, spaces included.
    /// 3. nil if only white space follows the scheme.
    ///
    /// - SeeAlso: decision D16; `datatypes.xsd#TEL`, which needs a scheme.
    static func uri(_ value: String, scheme: String, note: (MappingDiagnostic.Kind) -> Void) -> String? {
        let allowed = TextTransform.allowedInXML(value, note: note)
        let own = schemes.first { begins(allowed, with: $0) }
        let address = own.map { String(allowed.unicodeScalars.dropFirst($0.utf8.count + 1)) } ?? allowed
        guard !TextTransform.isWhite(address) else {
            note(.whiteSpaceOnly)
            return nil
        }
        let encoded = percentEncoded(address)
        if encoded != address { note(.percentEncoded) }
        return "\(own ?? scheme):\(encoded)"
    }

    private static func begins(_ value: String, with scheme: String) -> Bool {
        let start = value.unicodeScalars.prefix(scheme.utf8.count + 1).map(\.properties.lowercaseMapping).joined()
        return start == scheme + ":"
    }

    private static func percentEncoded(_ address: String) -> String {
        let bytes = Array(address.utf8)
        var encoded: [UInt8] = []
        var hasFragment = false
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "%") where !bytes.dropFirst(position + 1).prefix(2).isHexPair: encoded += "%25".utf8
            case UInt8(ascii: "["): encoded += "%5B".utf8
            case UInt8(ascii: "]"): encoded += "%5D".utf8
            case UInt8(ascii: "#") where hasFragment: encoded += "%23".utf8
            case UInt8(ascii: "#"):
                hasFragment = true
                encoded.append(byte)
            default: encoded.append(byte)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isHexPair: Bool {
        count == 2
            && allSatisfy { byte in
                (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
            }
    }
}
