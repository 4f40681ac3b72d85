import NHSIdentifiers
import Testing

@Suite struct NHSNumberTests {
    @Test("ten digits with the right check digit are a number", arguments: ["9000000009", "9000000033", "9990000018"])
    func accepts(_ text: String) {
        #expect(NHSNumber(text)?.digits == text)
    }

    @Test(
        "any other text is refused",
        arguments: ["9000000000", "900000000", "90000000090", "900 000 0009", "900000000X", "", "９０００００００09"]
    )
    func refuses(_ text: String) {
        #expect(NHSNumber(text) == nil)
    }

    @Test("of the numbers with the same first nine digits at most one is valid")
    func oneCheckDigit() {
        for nine in stride(from: 999_000_000, to: 999_001_000, by: 1) {
            let valid = (0...9).filter { NHSNumber("\(nine)\($0)") != nil }
            #expect(valid.count <= 1)
        }
    }

    @Test("a number shows no digit of itself", arguments: [0, 1, 2, 3])
    func isRedacted(_ way: Int) throws {
        let number = try #require(NHSNumber("9000000009"))
        var dumped = ""
        dump(number, to: &dumped)
        let text = [String(describing: number), String(reflecting: number), "\(number)", dumped][way]
        #expect(!text.contains("9000"))
    }
}
