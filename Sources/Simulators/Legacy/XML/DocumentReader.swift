import NHSIdentifiers
import SMSPContract

/// Reads the document of a request into a tree.
///
/// The bridge reads XML with libxml2, and so does Foundation. This reader shares no line with either, so that a request
/// on which both sides agree has been read twice. It takes UTF-8 alone, resolves namespaces, knows the five entities
/// of XML and no others, and refuses a document type declaration: nothing in a request makes it read or write more
/// than the request's own length.
///
/// It is liberal in one point: every character beyond ASCII may be part of a name.
///
/// - SeeAlso: XML 1.0 (Fifth Edition); Namespaces in XML 1.0.
struct DocumentReader {
    /// The deepest nesting of elements.
    static let maximumDepth = 64
    /// The largest number of attributes of an element, namespace declarations included.
    static let maximumAttributes = 64

    private var rest: ArraySlice<UInt8>
    private var depth = 0

    /// The root element of the document in `bytes`.
    static func root(of bytes: [UInt8]) throws(LegacySOAPFault) -> ReceivedElement {
        let body = bytes.withoutByteOrderMark
        guard let text = String(validating: body, as: UTF8.self), text.unicodeScalars.allSatisfy(isCharacter) else {
            throw .notWellFormed
        }
        var reader = DocumentReader(rest: body)
        return try reader.document()
    }

    private init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    /// - SeeAlso: XML 1.0 §2.2, production Char.
    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...: true
        default: false
        }
    }

    // MARK: - The document

    private mutating func document() throws(LegacySOAPFault) -> ReceivedElement {
        if rest.starts(with: Array("<?xml".utf8)), rest.dropFirst(5).first.map(Self.isSpace) == true {
            try declaration()
        }
        try miscellany()
        guard !take("<!DOCTYPE") else { throw .documentTypeRefused }
        guard rest.first == UInt8(ascii: "<") else { throw .notWellFormed }
        let root = try element(in: Scope())
        try miscellany()
        guard rest.isEmpty else { throw .notWellFormed }
        return root
    }

    /// The XML declaration, whose encoding is that of the bytes.
    private mutating func declaration() throws(LegacySOAPFault) {
        _ = take("<?xml")
        var settings: [(name: String, value: String)] = []
        while skipSpace(), rest.first != UInt8(ascii: "?") {
            settings.append((try name(), String(decoding: try quotedValue(), as: UTF8.self)))
        }
        guard take("?>"), settings.first?.name == "version", settings[0].value.hasPrefix("1."),
            settings.dropFirst().allSatisfy({ ["encoding", "standalone"].contains($0.name) })
        else { throw .notWellFormed }
        let encoding = settings.first { $0.name == "encoding" }?.value.uppercased() ?? "UTF-8"
        guard ["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(encoding) else { throw .notWellFormed }
    }

    /// White space, comments and processing instructions.
    private mutating func miscellany() throws(LegacySOAPFault) {
        var isOver = false
        while !isOver {
            skipSpace()
            if try comment() { continue }
            isOver = try !instruction()
        }
    }

    /// Takes a comment; false if there is none.
    private mutating func comment() throws(LegacySOAPFault) -> Bool {
        guard take("<!--") else { return false }
        _ = try bytes(to: "--")
        guard take(">") else { throw .notWellFormed }
        return true
    }

    /// Takes a processing instruction; false if there is none.
    private mutating func instruction() throws(LegacySOAPFault) -> Bool {
        guard take("<?") else { return false }
        guard try name().lowercased() != "xml" else { throw .notWellFormed }
        guard rest.first.map({ Self.isSpace($0) || $0 == UInt8(ascii: "?") }) == true else { throw .notWellFormed }
        _ = try bytes(to: "?>")
        return true
    }

    // MARK: - Elements

    /// The element that begins here.
    private mutating func element(in outer: Scope) throws(LegacySOAPFault) -> ReceivedElement {
        guard take("<") else { throw .notWellFormed }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw .limitsExceeded }
        let tag = try name()
        var attributes: [(name: String, value: String)] = []
        while rest.first != UInt8(ascii: ">"), rest.first != UInt8(ascii: "/") {
            guard skipSpace() else { throw .notWellFormed }
            guard rest.first != UInt8(ascii: ">"), rest.first != UInt8(ascii: "/") else { break }
            attributes.append((try name(), try Self.value(quotedValue())))
            guard attributes.count <= Self.maximumAttributes else { throw .limitsExceeded }
        }
        let scope = try outer.adding(attributes)
        var element = ReceivedElement(
            name: try scope.elementName(tag),
            attributes: try scope.attributeNames(attributes)
        )
        guard !take("/>") else { return element }
        guard take(">") else { throw .notWellFormed }
        try content(of: &element, in: scope)
        guard take(tag) else { throw .notWellFormed }
        skipSpace()
        guard take(">") else { throw .notWellFormed }
        return element
    }

    /// Everything up to and with the `</` of the end tag.
    private mutating func content(of element: inout ReceivedElement, in scope: Scope) throws(LegacySOAPFault) {
        while !take("</") {
            if rest.first == UInt8(ascii: "<") {
                if take("<![CDATA[") {
                    element.append(String(decoding: Self.normalized(try bytes(to: "]]>")), as: UTF8.self))
                } else if try !comment(), try !instruction() {
                    element.append(try self.element(in: scope))
                }
            } else {
                let run = rest.prefix { $0 != UInt8(ascii: "<") }
                guard !run.isEmpty else { throw .notWellFormed }
                rest = rest[run.endIndex...]
                guard !run.contains(Array("]]>".utf8)) else { throw .notWellFormed }
                element.append(try Self.resolved(Self.normalized(run)))
            }
        }
    }

    // MARK: - Tokens

    /// Takes `token`; false if something else follows.
    private mutating func take(_ token: String) -> Bool {
        guard rest.starts(with: token.utf8) else { return false }
        rest = rest.dropFirst(token.utf8.count)
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x9, 0xA, 0xD].contains(byte) }

    /// Takes white space; false if there is none.
    @discardableResult
    private mutating func skipSpace() -> Bool {
        let after = rest.drop(while: Self.isSpace)
        defer { rest = after }
        return after.startIndex > rest.startIndex
    }

    /// The bytes before `end`, which is taken too.
    private mutating func bytes(to end: String) throws(LegacySOAPFault) -> ArraySlice<UInt8> {
        guard let range = rest.firstRange(of: Array(end.utf8)) else { throw .notWellFormed }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    /// A name as it was written, its prefix included.
    private mutating func name() throws(LegacySOAPFault) -> String {
        let name = rest.prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"),
                UInt8(ascii: "."), 0x80...:
                true
            default: false
            }
        }
        let text = String(decoding: name, as: UTF8.self)
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let begins = { (part: Substring) in part.first.map { !("0"..."9" ~= $0 || $0 == "-" || $0 == ".") } ?? false }
        guard parts.count <= 2, parts.allSatisfy(begins) else { throw .notWellFormed }
        rest = rest[name.endIndex...]
        return text
    }

    /// The part after the name of an attribute: `=` and a text in quotation marks.
    private mutating func quotedValue() throws(LegacySOAPFault) -> ArraySlice<UInt8> {
        skipSpace()
        guard take("=") else { throw .notWellFormed }
        skipSpace()
        for mark in ["\"", "'"] where take(mark) {
            let value = try bytes(to: mark)
            guard !value.contains(UInt8(ascii: "<")) else { throw .notWellFormed }
            return value
        }
        throw .notWellFormed
    }

    /// The bytes with their line ends as XML reads them: CR LF, and CR alone, are one LF.
    private static func normalized(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var normalized: [UInt8] = []
        normalized.reserveCapacity(bytes.count)
        var follows = false
        for byte in bytes {
            if byte != lineFeed || !follows { normalized.append(byte == carriageReturn ? lineFeed : byte) }
            follows = byte == carriageReturn
        }
        return normalized
    }

    /// The value of an attribute: white space becomes spaces, and references become characters.
    private static func value(_ raw: ArraySlice<UInt8>) throws(LegacySOAPFault) -> String {
        try resolved(normalized(raw).map { isSpace($0) ? UInt8(ascii: " ") : $0 })
    }

    /// The text of `raw` with its references to characters resolved.
    private static func resolved(_ raw: [UInt8]) throws(LegacySOAPFault) -> String {
        let parts = raw.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        var resolved = parts.first.map(Array.init) ?? []
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(named: String(decoding: part[..<end], as: UTF8.self))
            else { throw .notWellFormed }
            resolved += Array(String(scalar).utf8) + part[(end + 1)...]
        }
        return String(decoding: resolved, as: UTF8.self)
    }

    private static func scalar(named name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.first == "#" else { return nil }
        let isHexadecimal = name.dropFirst().first == "x"
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: isHexadecimal ? 16 : 10) else {
            return nil
        }
        return Unicode.Scalar(value).flatMap { isCharacter($0) ? $0 : nil }
    }
}

/// The namespaces of the prefixes at one place of a document.
private struct Scope {
    private var namespaces = ["xml": "http://www.w3.org/XML/1998/namespace"]

    /// The scope within an element that has these attributes.
    func adding(_ attributes: [(name: String, value: String)]) throws(LegacySOAPFault) -> Scope {
        var scope = self
        for (name, value) in attributes {
            if name == "xmlns" {
                scope.namespaces[""] = value.isEmpty ? nil : value
            } else if name.hasPrefix("xmlns:") {
                guard !value.isEmpty else { throw .notWellFormed }
                scope.namespaces[String(name.dropFirst("xmlns:".count))] = value
            }
        }
        return scope
    }

    func elementName(_ written: String) throws(LegacySOAPFault) -> ReceivedName {
        try name(written, isAttribute: false)
    }

    /// The attributes by their names, without the declarations of namespaces.
    func attributeNames(
        _ attributes: [(name: String, value: String)]
    ) throws(LegacySOAPFault) -> [ReceivedName: String] {
        guard Set(attributes.map(\.name)).count == attributes.count else { throw .notWellFormed }
        var named: [ReceivedName: String] = [:]
        for (written, value) in attributes where written != "xmlns" && !written.hasPrefix("xmlns:") {
            guard named.updateValue(value, forKey: try name(written, isAttribute: true)) == nil else {
                throw .notWellFormed
            }
        }
        return named
    }

    private func name(_ written: String, isAttribute: Bool) throws(LegacySOAPFault) -> ReceivedName {
        let parts = written.split(separator: ":").map(String.init)
        guard parts.count == 2 else {
            return ReceivedName(namespace: isAttribute ? nil : namespaces[""], local: written)
        }
        guard let namespace = namespaces[parts[0]] else { throw .notWellFormed }
        return ReceivedName(namespace: namespace, local: parts[1])
    }
}
