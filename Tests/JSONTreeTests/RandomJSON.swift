import JSONTree
import SeededRandom

/// Makes values of every shape, and the documents that such values can be written as.
struct RandomJSON {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func value(depth: Int = 5) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2, 3: .number(number())
        case 4, 5: .string(text())
        case 6: .array((0..<count()).map { _ in value(depth: depth - 1) })
        default: .object(members(depth: depth - 1))
        }
    }

    /// A document of `value`, with white space and escapes here and there.
    mutating func document(of value: JSONValue) -> String {
        switch value {
        case .object(let members):
            let written = members.map { member in
                gap() + string(member.key) + gap() + ":" + gap() + document(of: member.value) + gap()
            }
            return "{" + (written.isEmpty ? gap() : written.joined(separator: ",")) + "}"
        case .array(let elements):
            let written = elements.map { gap() + document(of: $0) + gap() }
            return "[" + (written.isEmpty ? gap() : written.joined(separator: ",")) + "]"
        case .string(let text): return string(text)
        case .number, .bool, .null: return String(decoding: value.serialized(), as: UTF8.self)
        }
    }

    /// `document` with one to three bytes changed, lost, doubled, or put in.
    mutating func mutation(of document: [UInt8]) -> [UInt8] {
        var mutation = document
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard let index = mutation.indices.randomElement(using: &random) else { break }
            let byte = Array("{}[]\",:\\ue+-.0129tfn \n\u{0}\u{1F}\u{E9}".utf8).randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: mutation[index] = byte
            case 1: mutation.remove(at: index)
            case 2: mutation.insert(byte, at: index)
            case 3: mutation[index] = UInt8.random(in: 0...255, using: &random)
            default:
                let end = Int.random(in: index...min(index + 8, mutation.count - 1), using: &random)
                mutation.insert(contentsOf: mutation[index...end], at: index)
            }
        }
        return mutation
    }

    private mutating func members(depth: Int) -> [JSONMember] {
        var members: [JSONMember] = []
        for _ in 0..<count() {
            let key = text()
            guard !members.contains(where: { $0.key == key }) else { continue }
            members.append(JSONMember(key: key, value: value(depth: depth)))
        }
        return members
    }

    private mutating func number() -> String {
        var number = Bool.random(using: &random) ? "-" : ""
        number += String(UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32.random(in: 0...32, using: &random))
        if Bool.random(using: &random) { number += "." + String(UInt16.random(in: 0...UInt16.max, using: &random)) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            number += one(of: "e", "E", "e+", "E-")
            number += String(UInt8.random(in: 0...60, using: &random))
        }
        return number
    }

    private mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text += one(of: "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\\u0041")
            case 1: text.unicodeScalars.append(scalar())
            default: text += one(of: "id", "name", "Zo\u{EB}", "\u{1F600}")
            }
        }
        return text
    }

    /// `text` as a string of a document, each character as it is or escaped in one of its ways.
    private mutating func string(_ text: String) -> String {
        var string = "\""
        for scalar in text.unicodeScalars {
            let mustBeEscaped = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard mustBeEscaped || Int.random(in: 0..<8, using: &random) == 0 else {
                string.unicodeScalars.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                string += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return string + "\""
    }

    private mutating func scalar() -> Unicode.Scalar {
        Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "\u{FFFD}"
    }

    private mutating func gap() -> String {
        one(of: "", "", "", " ", "\n\t", "\r\n ")
    }

    private mutating func count() -> Int {
        Int.random(in: 0...4, using: &random)
    }

    private mutating func one(of texts: String...) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }
}
