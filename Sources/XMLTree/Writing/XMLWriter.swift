/// Writes XML documents in UTF-8.
///
/// Names, prefixes and namespace declarations are written as the tree holds them: it is the tree's business that the
/// names are names and that every prefix is declared. Reading the written text gives the tree back, except for empty
/// and neighbouring texts, which become none and one.
public struct XMLWriter {
    private var bytes: [UInt8] = []
    /// True while the last tag lacks its `>`, because the element may be empty.
    private var isTagOpen = false

    private init() {
        bytes.reserveCapacity(4096)
    }

    /// The bytes of the document whose root element is `root`.
    ///
    /// A character that XML cannot hold is written as U+FFFD, so that what is written is always well-formed. To have it
    /// left out or refused is the caller's part: ``XMLCharacter/isAllowed(_:)`` tells.
    public static func serialize(_ root: XMLElement, declaration: XMLDeclaration = .captured) -> [UInt8] {
        var writer = XMLWriter()
        switch declaration {
        case .captured: writer.bytes += "<?xml version='1.0' encoding='UTF-8'?>\n".utf8
        case .none: break
        }
        writer.write(root)
        return writer.bytes
    }

    private mutating func write(_ element: XMLElement) {
        closeTag()
        bytes.append(UInt8(ascii: "<"))
        write(element.name)
        for declaration in element.namespaceDeclarations {
            bytes += " xmlns".utf8
            if let prefix = declaration.prefix {
                bytes.append(UInt8(ascii: ":"))
                bytes += prefix.utf8
            }
            write(value: declaration.uri)
        }
        for attribute in element.attributes {
            bytes.append(UInt8(ascii: " "))
            write(attribute.name)
            write(value: attribute.value)
        }
        isTagOpen = true
        for child in element.children {
            switch child {
            case .element(let element): write(element)
            case .text(let text): write(text: text)
            }
        }
        if isTagOpen {
            bytes += "/>".utf8
            isTagOpen = false
        } else {
            bytes += "</".utf8
            write(element.name)
            bytes.append(UInt8(ascii: ">"))
        }
    }

    private mutating func closeTag() {
        guard isTagOpen else { return }
        bytes.append(UInt8(ascii: ">"))
        isTagOpen = false
    }

    private mutating func write(_ name: XMLName) {
        if let prefix = name.prefix {
            bytes += prefix.utf8
            bytes.append(UInt8(ascii: ":"))
        }
        bytes += name.local.utf8
    }

    private mutating func write(text: String) {
        guard !text.isEmpty else { return }
        closeTag()
        bytes.append(escaping: text, in: .content)
    }

    private mutating func write(value: String) {
        bytes += "=\"".utf8
        bytes.append(escaping: value, in: .attribute)
        bytes.append(UInt8(ascii: "\""))
    }
}
