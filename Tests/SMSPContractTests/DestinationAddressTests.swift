import SMSPContract
import SeededRandom
import Testing
import XMLTree

/// The text of `wsa:To`, replaced in bytes that otherwise stay.
@Suite struct DestinationAddressTests {
    private static let wsa = "http://www.w3.org/2005/08/addressing"
    private static let soap = "http://schemas.xmlsoap.org/soap/envelope/"

    private static func envelope(_ header: String, body: String = "") -> String {
        "<s:Envelope xmlns:s='\(soap)' xmlns:a=\"\(wsa)\">\(header)<s:Body>\(body)</s:Body></s:Envelope>"
    }

    private static func replaced(_ message: String, by address: String = "urn:new") -> String? {
        DestinationAddress.replaced(in: Array(message.utf8), by: address).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "only the text between the tags changes, however the block is written",
        arguments: [
            ("<a:To>urn:old</a:To>", "<a:To>urn:new</a:To>"),
            ("<To xmlns='\(wsa)' >\n x &amp; y </To >", "<To xmlns='\(wsa)' >urn:new</To >"),
            (
                "<b:To b:x='>' xmlns:b=\"\(wsa)\" y='\"/>'>old</b:To>",
                "<b:To b:x='>' xmlns:b=\"\(wsa)\" y='\"/>'>urn:new</b:To>"
            ),
            ("<a:To></a:To>", "<a:To>urn:new</a:To>"),
            ("<a:To id='1' />", "<a:To id='1' >urn:new</a:To>"),
            ("<a:To/>", "<a:To>urn:new</a:To>"),
            ("<a:To><![CDATA[o<l>d]]></a:To>", "<a:To>urn:new</a:To>"),
            ("<a:To>o<!--a-->l<?b c?>d</a:To>", "<a:To>urn:new<!--a--><?b c?></a:To>"),
            ("<a:To><!--a-->old<![CDATA[]]></a:To>", "<a:To><!--a-->urn:new</a:To>"),
            ("<a:To><!--a--></a:To>", "<a:To>urn:new<!--a--></a:To>"),
        ]
    )
    func text(_ block: String, _ expected: String) {
        let message = { (block: String) in
            "\u{FEFF}<?xml version='1.0' encoding=\"utf-8\"?>\r\n<!-- <a:To>c</a:To> --><?p <a:To>?>"
                + Self.envelope(
                    "<s:Header><x z='/>'>t</x><!--<a:To>-->\(block)<a:Action/></s:Header>",
                    body: "<a:To>body</a:To><![CDATA[<a:To>]]>"
                ) + "\n<!--end-->"
        }
        #expect(Self.replaced(message(block)) == message(expected))
    }

    @Test(
        "a message without exactly one such block is left alone",
        arguments: [
            "", "no XML", "<a/>", envelope(""), envelope("<s:Header/>"),
            envelope("<s:Header><a:To>1</a:To><a:To>2</a:To></s:Header>"),
            envelope("<s:Header><a:To><b/></a:To></s:Header>"), envelope("<s:Header><To>x</To></s:Header>"),
            envelope("<s:Header><b><a:To>x</a:To></b></s:Header>"), envelope("", body: "<a:To>x</a:To>"),
            envelope("<Header><a:To>x</a:To></Header>"), envelope("<s:Header><a:To>x</s:Header>"),
            "<!DOCTYPE a>" + envelope("<s:Header><a:To>x</a:To></s:Header>"),
            "<?xml version='1.0' encoding='ISO-8859-1'?>" + envelope("<s:Header><a:To>x</a:To></s:Header>"),
            envelope("<s:Header><a:To xmlns:a='http://schemas.xmlsoap.org/ws/2004/08/addressing'>x</a:To></s:Header>"),
        ]
    )
    func leftAlone(_ message: String) {
        #expect(Self.replaced(message) == nil)
    }

    @Test("bytes that are no UTF-8 are left alone")
    func notUTF8() {
        let message = Self.envelope("<s:Header><a:To>x</a:To></s:Header>", body: "?")
        let bytes = message.utf8.map { $0 == UInt8(ascii: "?") ? 0xE9 : $0 }
        #expect(DestinationAddress.replaced(in: bytes, by: "urn:new") == nil)
    }

    @Test(
        "the new address reads back as it was given",
        arguments: ["https://a/?b=1&c=<d>\"'", "urn:\u{E9}\u{1F600}", ""]
    )
    func escaped(_ address: String) throws {
        let message = "<?xml version='1.0' encoding='US-ASCII'?>" + Self.envelope("<s:Header><a:To>x</a:To></s:Header>")
        let replaced = try #require(DestinationAddress.replaced(in: Array(message.utf8), by: address))
        #expect(try Self.to(XMLDocument.parse(replaced)) == address)
    }

    @Test("of 4,000 made and damaged messages each has the new address and is otherwise the same", arguments: 1...4)
    func property(_ seed: UInt64) throws {
        var random = MessageGenerator(seed: seed)
        var replacements = 0
        for _ in 0..<1000 {
            let message = random.message()
            guard let result = DestinationAddress.replaced(in: message, by: "urn:<new>&") else { continue }
            replacements += 1
            var expected = try XMLDocument.parse(message)
            try #require(Self.replaceTo(in: &expected, by: "urn:<new>&"))
            let new = try XMLDocument.parse(result)
            try #require(new == expected)
            // What lies before and behind is the same, byte for byte.
            let common = zip(message, result).prefix { $0 == $1 }.count
            let tail = zip(message.reversed(), result.reversed()).prefix { $0 == $1 }.count
            let old = message[common..<max(common, message.count - tail)]
            try #require(!String(decoding: old, as: UTF8.self).contains("Body"))
        }
        #expect(replacements > 200)
    }

    private static func to(_ root: XMLElement) -> String? {
        root.first("Header", in: soap)?.first("To", in: wsa)?.text
    }

    private static func replaceTo(in root: inout XMLElement, by text: String) -> Bool {
        for (h, node) in root.children.enumerated() {
            guard case .element(var header) = node, header.name.local == "Header", header.name.namespace == soap else {
                continue
            }
            for (b, node) in header.children.enumerated() {
                guard case .element(var block) = node, block.name.local == "To", block.name.namespace == wsa else {
                    continue
                }
                block.children = [.text(text)]
                header.children[b] = .element(block)
                root.children[h] = .element(header)
                return true
            }
            return false
        }
        return false
    }
}

/// Makes SOAP messages in every way in which they can be written, one in two of them damaged.
private struct MessageGenerator {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func message() -> [UInt8] {
        let (soap, wsa) = (one(of: "s", "soap", "x.y"), one(of: "a", "wsa", ""))
        let declaration = wsa.isEmpty ? "xmlns" : "xmlns:" + wsa
        let name = wsa.isEmpty ? "To" : wsa + ":To"
        let quote = one(of: "'", "\"")
        let address = quote + "http://www.w3.org/2005/08/addressing" + quote
        let to =
            "<\(name) \(declaration)\(one(of: "=", " = "))\(address) u=\(quote)\(one(of: ">", "/", "&lt;", ""))\(quote)"
            + one(of: "/>", " />", ">\(content())</\(name)\(one(of: "", " "))>", ">\(content())\(content())</\(name)>")
        let blocks = [other(), to, other(), other()].shuffled(using: &random).joined()
        let text =
            one(of: "", "\u{FEFF}", "<?xml version=\"1.0\"?>", "<!--<\(name)>-->")
            + "<\(soap):Envelope xmlns:\(soap)='http://schemas.xmlsoap.org/soap/envelope/'>\(space())"
            + "<\(soap):Header>\(blocks)</\(soap):Header>\(space())<\(soap):Body>\(to)\(other())</\(soap):Body>"
            + "</\(soap):Envelope>\(space())"
        var bytes = Array(text.utf8)
        guard one(of: "damaged", "whole") == "damaged" else { return bytes }
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        default: bytes.insert("<>/&'\" x-!".utf8.randomElement(using: &random) ?? 0, at: position)
        }
        return bytes
    }

    private mutating func content() -> String {
        one(of: "", "urn:old", "a &amp; b", "<![CDATA[<x>]]>", "<!-- c -->", "<?p i?>", " \r\n", "&#x41;", "]]&gt;")
    }

    private mutating func other() -> String {
        one(
            of: "",
            space(),
            "<b/>",
            "<b><To>x</To></b>",
            "<!--<To>-->",
            "<b c='>'>t</b>",
            "<?To <To>?>",
            "<b>\(content())</b>"
        )
    }

    private mutating func space() -> String { one(of: "", "\n", " <!-- - --> ", "<?pi?>") }

    private mutating func one(of texts: String...) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }
}
