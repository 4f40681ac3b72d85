/// What stands in front of a document's root element.
public enum XMLDeclaration: Sendable, Hashable {
    /// `<?xml version='1.0' encoding='UTF-8'?>` and a line feed, as the captured answer of NHS Digital's SMSP has it.
    case captured
    /// Nothing.
    case none
}

/// Writes XML documents in UTF-8.
///
/// Prefixes and namespace declarations are written as the tree holds them; it is the tree's business that they agree.
public enum XMLWriter {
    /// The bytes of the document whose root element is `root`.
    ///
    /// A character that XML cannot hold is written as U+FFFD; see ``XMLCharacter/isAllowed(_:)``.
    public static func serialize(_ root: XMLElement, declaration: XMLDeclaration = .captured) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4096)
        if declaration == .captured { bytes += "<?xml version='1.0' encoding='UTF-8'?>\n".utf8 }
        write(root, to: &bytes)
        return bytes
    }

    private static func write(_ element: XMLElement, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "<"))
        write(element.name, to: &bytes)
        for declaration in element.namespaceDeclarations {
            bytes += (declaration.prefix.map { " xmlns:" + $0 } ?? " xmlns").utf8
            write(value: declaration.uri, to: &bytes)
        }
        for attribute in element.attributes {
            bytes.append(UInt8(ascii: " "))
            write(attribute.name, to: &bytes)
            write(value: attribute.value, to: &bytes)
        }
        guard !element.children.isEmpty else {
            bytes += "/>".utf8
            return
        }
        bytes.append(UInt8(ascii: ">"))
        for child in element.children {
            switch child {
            case .element(let element): write(element, to: &bytes)
            case .text(let text): write(text, escaping: .content, to: &bytes)
            }
        }
        bytes += "</".utf8
        write(element.name, to: &bytes)
        bytes.append(UInt8(ascii: ">"))
    }

    private static func write(_ name: XMLName, to bytes: inout [UInt8]) {
        if let prefix = name.prefix {
            bytes += prefix.utf8
            bytes.append(UInt8(ascii: ":"))
        }
        bytes += name.local.utf8
    }

    private static func write(value: String, to bytes: inout [UInt8]) {
        bytes += "=\"".utf8
        write(value, escaping: .attribute, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private enum Place {
        case content
        case attribute
    }

    /// White space that a parser would normalise is written as a reference, so that it comes back as it was.
    private static func write(_ text: String, escaping place: Place, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch (scalar, place) {
            case ("<", _): bytes += "&lt;".utf8
            case (">", _): bytes += "&gt;".utf8
            case ("&", _): bytes += "&amp;".utf8
            case ("\"", .attribute): bytes += "&quot;".utf8
            case ("\r", _): bytes += "&#13;".utf8
            case ("\n", .attribute): bytes += "&#10;".utf8
            case ("\t", .attribute): bytes += "&#9;".utf8
            case _ where XMLCharacter.isAllowed(scalar): bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            default: bytes += UTF8.encodedReplacementCharacter
            }
        }
    }
}

/// The characters of XML.
public enum XMLCharacter {
    /// Whether XML 1.0 can hold `scalar` at all, escaped or not.
    ///
    /// - SeeAlso: XML 1.0, production 2 (`Char`).
    public static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
