import Foundation
import JSONTree
import Testing

/// Two readers written by different people are compared, ours and Foundation's.
@Suite struct AgreementTests {
    @Test("a random document is read as what it was made from", arguments: 0..<1_000 as Range<UInt64>)
    func made(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let value = random.value()
        let read = try JSONValue.parse(Array(random.document(of: value).utf8))
        #expect(read == value)
        // Equality of strings overlooks kinds of Unicode composition; bytes do not.
        #expect(read.serialized() == value.serialized())
    }

    @Test(
        "Foundation reads a random document, and what is written of it, as the same",
        arguments: 0..<500 as Range<UInt64>
    )
    func foundation(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let value = random.value()
        for document in [Array(random.document(of: value).utf8), value.serialized()] {
            let theirs = try JSONSerialization.jsonObject(with: Data(document), options: .fragmentsAllowed)
            #expect(Self.agree(value, theirs))
        }
    }

    @Test(
        "of documents with mistakes both accept the same, but for what each is known to see differently",
        arguments: 0..<10 as Range<UInt64>
    )
    func mistakes(block: UInt64) {
        for seed in block * 1_000..<(block + 1) * 1_000 {
            var random = RandomJSON(seed: seed)
            let value = random.value()
            let document = random.mutation(of: Array(random.document(of: value).utf8))
            let theirs = try? JSONSerialization.jsonObject(with: Data(document), options: .fragmentsAllowed)
            switch JSONSamples.outcome(document) {
            case .success(let ours) where !Self.holdsNumberBeyondDouble(ours):
                #expect(theirs.map { Self.agree(ours, $0) } == true, "seed \(seed)")
            case .failure(let refusal) where !Self.isOursAlone(refusal, of: document):
                #expect(theirs == nil, "seed \(seed): \(refusal)")
            default:
                break
            }
        }
    }

    /// Whether a number is too great for Foundation; RFC 8259 sets no bound, and digits have none.
    private static func holdsNumberBeyondDouble(_ value: JSONValue) -> Bool {
        value.leaves().contains { _, leaf in
            guard case .number(let digits) = leaf else { return false }
            return Double(digits).map(\.isInfinite) ?? true
        }
    }

    /// Whether a refusal is one that Foundation does not know.
    ///
    /// It keeps the last of duplicate keys, overlooks a comma after the last element, and takes a NUL near the
    /// beginning for a sign of UTF-16 or UTF-32. RFC 8259 allows neither of the last two.
    private static func isOursAlone(_ refusal: JSONParseError, of document: [UInt8]) -> Bool {
        switch refusal {
        case .duplicateKey:
            return true
        case _ where document.prefix(4).contains(0):
            return true
        case .unexpectedByte(let offset):
            let before = document[..<offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            return before == UInt8(ascii: ",") && [UInt8(ascii: "}"), UInt8(ascii: "]")].contains(document[offset])
        default:
            return false
        }
    }

    private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch (ours, theirs) {
        case (.null, is NSNull): true
        case (.string(let text), let other as String): text.unicodeScalars.elementsEqual(other.unicodeScalars)
        case (.array(let elements), let others as [Any]):
            elements.count == others.count && zip(elements, others).allSatisfy { agree($0, $1) }
        case (.object(let members), let others as [String: Any]):
            members.count == others.count
                && members.allSatisfy { member in others[member.key].map { agree(member.value, $0) } == true }
        case (.bool(let value), let other as NSNumber): other.boolValue == value
        case (.number(let digits), let other as NSNumber): agree(digits, other.doubleValue)
        default: false
        }
    }

    /// Foundation reads long numbers by way of decimals, which may differ from the nearest double in the last place.
    private static func agree(_ digits: String, _ theirs: Double) -> Bool {
        guard let ours = Double(digits) else { return false }
        return abs(ours - theirs) <= abs(ours) * 1e-15
    }
}
