/// An element of an answer, and the writing of it.
///
/// Names are written as given, prefix included; texts are escaped, so that no value can break out of its place.
struct MessageElement: Sendable, Equatable {
    let name: String
    let attributes: [Attribute]
    let children: [MessageElement]
    let text: String

    /// An attribute as it is written.
    struct Attribute: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// An element of child elements; absent ones are left out.
    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [MessageElement?] = []) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0, value: $1) }
        self.children = children.compactMap(\.self)
        text = ""
    }

    /// An element of text.
    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0, value: $1) }
        self.text = text
        children = []
    }

    /// The document whose root this element is, in one line after the declaration of the captured answer.
    var document: [UInt8] {
        var written = "<?xml version='1.0' encoding='UTF-8'?>\n"
        write(to: &written)
        return Array(written.utf8)
    }

    private func write(to written: inout String) {
        written += "<" + name
        for attribute in attributes {
            written += " \(attribute.name)=\"\(Self.escaped(attribute.value, isQuoted: true))\""
        }
        guard !children.isEmpty || !text.isEmpty else {
            written += "/>"
            return
        }
        written += ">" + Self.escaped(text, isQuoted: false)
        for child in children { child.write(to: &written) }
        written += "</\(name)>"
    }

    /// `text` as a reader of XML gives it back: what it would take for markup, or change, is a reference.
    private static func escaped(_ text: String, isQuoted: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"" where isQuoted: escaped += "&quot;"
            case "\r": escaped += "&#13;"
            case "\n" where isQuoted: escaped += "&#10;"
            case "\t" where isQuoted: escaped += "&#9;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
