import Foundation
import SchemaValidation
import Testing
import XMLTree

@testable import SMSPContract

/// The project's own schema check, held against the published schemas over mutations of valid requests.
@Suite(.enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)"))
struct PayloadSchemaTests {
    private static let schemas: [SMSPOperation: String] = [
        .verifyNHSNumber: "QUPA_MT000001GB01.xsd", .getNHSNumber: "QUPA_MT000002GB01.xsd",
        .getPatientDetailsByNHSNumber: "QUPA_MT000003GB01.xsd", .getPatientDetailsBySearch: "QUPA_MT000004GB01.xsd",
        .getPatientDetails: "QUPA_MT000005GB01.xsd",
    ]

    @Test(
        "2,000 seeded mutations of each operation's request are judged as the published schema does",
        arguments: SMSPOperation.allCases
    )
    func agreesWithPublishedSchema(_ operation: SMSPOperation) throws {
        let name = try #require(Self.schemas[operation])
        let schema = try #require(PublishedSchema(name))
        var generator = SplitMix64(state: operation.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let original = try SampleRequest(operation: operation).payloadElement()
        #expect(operation.accepts(original))
        var verdicts = [true: 0, false: 0]
        for _ in 0..<2000 {
            var payload = original
            for _ in 0...Int.random(in: 0...1, using: &generator) { payload.mutate(using: &generator) }
            let bytes = XMLWriter.serialize(payload)
            let mine = try operation.accepts(XMLDocument.parse(bytes))
            verdicts[mine, default: 0] += 1
            #expect(mine == schema.accepts(bytes), "\(String(decoding: bytes, as: UTF8.self))")
        }
        // Both verdicts have to occur, or the agreement says nothing.
        #expect(verdicts.values.allSatisfy { $0 > 100 })
    }
}

/// Steele, Lea and Flood's SplitMix64: the same sequence for the same seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension XMLElement {
    private static let values = [
        "", " ", "x", "1", "9", "19820417", "1982041", "198204171200+0100", "EVN", " CACT ", "true", "UNK", "MSK", "L",
        "L A", "2.16.840.1.113883.2.1.4.1", "C0A8011E-7B1D-4E0B-9A55-2D6B1F3C4E5A",
        "c0a8011e-7b1d-4e0b-9a55-2d6b1f3c4e5a",
        "9991001063", "Person.Name", "GIV", "B64", "a b",
    ]
    private static let attributeNames = [
        "root", "extension", "value", "code", "codeSystem", "nullFlavor", "updateMode", "use", "partType", "language",
        "classCode", "moodCode", "displayName", "bogus",
    ]
    private static let elementNames = [
        "value", "semanticsText", "given", "family", "id", "code", "realmCode", "typeId", "templateId", "postalCode",
        "Person.Name", "Person.NHSNumber", "Person.DateOfBirth", "Person.LocalIdentifier", "bogus",
    ]

    /// Changes one thing somewhere in the element.
    fileprivate mutating func mutate(using generator: inout SplitMix64) {
        let nested = children.indices.filter {
            guard case .element = children[$0] else { return false }
            return true
        }
        if let index = nested.randomElement(using: &generator), Int.random(in: 0..<4, using: &generator) > 0,
            case .element(var child) = children[index]
        {
            child.mutate(using: &generator)
            children[index] = .element(child)
            return
        }
        switch Int.random(in: 0..<9, using: &generator) {
        case 0:
            guard let index = attributes.indices.randomElement(using: &generator) else { return }
            attributes.remove(at: index)
        case 1:
            guard let index = attributes.indices.randomElement(using: &generator) else { return }
            let value = Self.values.randomElement(using: &generator) ?? ""
            attributes[index] = XMLAttribute(name: attributes[index].name, value: value)
        case 2:
            let local = Self.attributeNames.randomElement(using: &generator) ?? "bogus"
            guard attribute(local) == nil else { return }
            let value = Self.values.randomElement(using: &generator) ?? ""
            attributes.append(XMLAttribute(name: XMLName(namespace: nil, local: local, prefix: nil), value: value))
        case 3:
            guard let index = children.indices.randomElement(using: &generator) else { return }
            children.remove(at: index)
        case 4:
            guard let index = children.indices.randomElement(using: &generator) else { return }
            children.insert(children[index], at: index)
        case 5:
            children.shuffle(using: &generator)
        case 6:
            let local = Self.elementNames.randomElement(using: &generator) ?? "bogus"
            let name = XMLName(namespace: "urn:hl7-org:v3", local: local, prefix: nil)
            children.insert(.element(XMLElement(name: name)), at: Int.random(in: 0...children.count, using: &generator))
        case 7:
            children.append(.text(Self.values.randomElement(using: &generator) ?? ""))
        default:
            let xsi = "http://www.w3.org/2001/XMLSchema-instance"
            guard attribute("nil", in: xsi) == nil else { return }
            namespaceDeclarations.append(XMLNamespaceDeclaration(prefix: "xsi", uri: xsi))
            let name = XMLName(namespace: xsi, local: "nil", prefix: "xsi")
            attributes.append(XMLAttribute(name: name, value: Bool.random(using: &generator) ? "true" : "false"))
        }
    }
}
