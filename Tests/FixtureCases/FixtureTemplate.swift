import Foundation

/// A shared file of `Fixtures` with slots: `_operation_`, `_query_`, `_code_`.
///
/// A template is filled as bytes, not as text, because a message that is not UTF-8 is one of the fixtures. A slot has
/// the form of an XML name, so that a template is as well-formed as the messages that it makes.
struct FixtureTemplate {
    private var data: Data

    /// The message, with the slots that are filled.
    var bytes: [UInt8] { Array(data) }

    /// Reads the file `name`, a path below `Fixtures`.
    init(_ name: String) throws {
        data = try Data(contentsOf: FixtureCase.root.appending(path: name))
    }

    /// A Boolean value that indicates whether the template has this slot.
    func has(_ slot: String) -> Bool {
        data.range(of: Data("_\(slot)_".utf8)) != nil
    }

    /// Fills a slot, wherever it is.
    mutating func fill(_ slot: String, with value: Data) {
        let mark = Data("_\(slot)_".utf8)
        var rest = data.startIndex
        while let range = data.range(of: mark, in: rest..<data.endIndex) {
            data.replaceSubrange(range, with: value)
            rest = range.lowerBound + value.count
        }
    }

    /// Fills a slot with text, escaped for XML.
    mutating func fill(_ slot: String, with text: String) {
        fill(slot, with: Data(Self.escaped(text).utf8))
    }

    /// The text with the two characters replaced that character data and attributes cannot hold.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
