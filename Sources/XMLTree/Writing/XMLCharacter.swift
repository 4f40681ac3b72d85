/// The characters of XML.
public enum XMLCharacter {
    /// True if XML 1.0 can hold `scalar`, also as a reference.
    ///
    /// - SeeAlso: XML 1.0, production 2.
    public static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
