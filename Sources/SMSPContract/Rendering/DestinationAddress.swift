import XMLTree

/// The text of `wsa:To` in a message that is otherwise left as it is, byte for byte.
///
/// - SeeAlso: docs/sites.example.yaml.
public enum DestinationAddress {
    /// `message` with another text in its `wsa:To` header block.
    ///
    /// Comments and processing instructions in the block stay, and so does all around it.
    ///
    /// - Returns: nil for bytes that are no SOAP 1.1 message, or have not exactly one such block, or one with elements
    ///   in it.
    public static func replaced(in message: [UInt8], by address: String) -> [UInt8]? {
        guard let root = try? XMLDocument.parse(message), let place = place(in: root) else { return nil }
        var tags = TagScanner(message)
        for _ in 0..<place { guard tags.nextStartTag() != nil else { return nil } }
        guard let tag = tags.nextStartTag() else { return nil }
        let text = escaped(address)
        guard !tag.isEmpty else {
            let end = [UInt8](">".utf8) + text + Array("</".utf8) + message[tag.name] + Array(">".utf8)
            return message[..<tag.end.lowerBound] + end + message[tag.end.upperBound...]
        }
        let old = tags.textRuns()
        let start = old.first?.lowerBound ?? tag.end.upperBound
        var result = message[..<start] + text
        var copied = start
        for run in old {
            result += message[copied..<run.lowerBound]
            copied = run.upperBound
        }
        return Array(result + message[copied...])
    }

    /// The number of start tags before that of the one `wsa:To`.
    private static func place(in root: XMLElement) -> Int? {
        guard root.name == XMLName(namespace: Namespace.soap, local: "Envelope", prefix: nil) else { return nil }
        var count = 1
        for part in root.elements {
            guard part.name == XMLName(namespace: Namespace.soap, local: "Header", prefix: nil) else {
                count += part.elementCount
                continue
            }
            let isTo = { (block: XMLElement) in
                block.name == XMLName(namespace: Namespace.addressing, local: "To", prefix: nil)
            }
            let blocks = part.elements
            guard let index = blocks.firstIndex(where: isTo), blocks.count(where: isTo) == 1,
                blocks[index].elements.isEmpty
            else { return nil }
            return count + 1 + blocks[..<index].reduce(0) { $0 + $1.elementCount }
        }
        return nil
    }

    /// `text` as element content; in ASCII, which all accepted encodings have in common.
    private static func escaped(_ text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar -> [UInt8] in
            switch scalar {
            case "&": Array("&amp;".utf8)
            case "<": Array("&lt;".utf8)
            case ">": Array("&gt;".utf8)
            case " "..."~": [UInt8(scalar.value)]
            default: Array("&#\(scalar.value);".utf8)
            }
        }
    }
}

extension XMLElement {
    /// The number of elements, this one and its descendants.
    fileprivate var elementCount: Int {
        elements.reduce(1) { $0 + $1.elementCount }
    }
}
