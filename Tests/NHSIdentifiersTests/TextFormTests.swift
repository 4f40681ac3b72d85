import NHSIdentifiers
import Testing

@Suite struct HexadecimalTests {
    @Test("bytes become two lower-case digits each, and come back")
    func roundTrip() {
        let bytes = (0...255).map { UInt8($0) }
        #expect([0, 9, 10, 0xAB, 0xFF].hexadecimal == "00090aabff")
        #expect([UInt8](hexadecimal: bytes.hexadecimal) == bytes)
        #expect([UInt8](hexadecimal: "aBFf") == [0xAB, 0xFF])
    }

    @Test("a text that is not whole bytes is refused", arguments: ["a", "0g", "0x", " 00", "é"])
    func refuses(_ text: String) {
        #expect([UInt8](hexadecimal: text) == nil)
    }
}

@Suite struct UUIDTextTests {
    private static let upper = "0F9A52C6-1B1D-4C8B-9E55-2D3A4B5C6D7E"

    @Test("a UUID is accepted in either case, an upper-case one in upper case only")
    func cases() {
        #expect(UUIDText.isUUID(Self.upper) && UUIDText.isUUID(Self.upper.lowercased()))
        #expect(UUIDText.isUpperCaseUUID(Self.upper) && !UUIDText.isUpperCaseUUID(Self.upper.lowercased()))
    }

    @Test(
        "a text of another shape is refused",
        arguments: [
            "", "0F9A52C6-1B1D-4C8B-9E55-2D3A4B5C6D7", "0F9A52C6-1B1D-4C8B-9E55-2D3A4B5C6D7EF",
            "0F9A52C61-B1D-4C8B-9E55-2D3A4B5C6D7E", "0F9A52C6-1B1D-4C8B-9E55-2D3A4B5C6D7G",
            "uuid_0F9A52C6-1B1D-4C8B-9E55-2D3A4B5C6D7E",
        ]
    )
    func refuses(_ text: String) {
        #expect(!UUIDText.isUUID(text))
    }

    @Test("the bits given are kept but for version and variant")
    func version4() {
        #expect(UUIDText.version4(high: 0, low: 1) == "00000000-0000-4000-8000-000000000001")
        #expect(UUIDText.version4(high: .max, low: .max) == "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF")
        #expect(
            UUIDText.version4(high: 0x0123_4567_89AB_CDEF, low: 0x0123_4567_89AB_CDEF)
                == "01234567-89AB-4DEF-8123-456789ABCDEF"
        )
    }

    @Test(
        "the prefixes that clients write are left out",
        arguments: ["", "urn:", "uuid:", "urn:uuid:", "uuid_", "UUID:"]
    )
    func prefixes(_ prefix: String) {
        #expect(UUIDText.uuid(in: prefix + Self.upper.lowercased()) == Self.upper)
        #expect(UUIDText.uuid(in: prefix + "9990000018") == nil)
    }
}

@Suite struct ODSCodeTests {
    @Test("a published code is three to ten upper-case letters and digits", arguments: ["RXX", "A81001", "ABCDE12345"])
    func accepts(_ code: String) {
        #expect(ODSCode.isPublishedForm(code))
    }

    @Test("any other text is refused", arguments: ["", "RX", "rxx", "ABCDE123456", "RX-1", "ÄXX"])
    func refuses(_ code: String) {
        #expect(!ODSCode.isPublishedForm(code))
    }
}
