import JSONTree
import Testing

/// Documents made to exhaust whoever reads them.
@Suite(.timeLimit(.minutes(10))) struct HostileDocumentTests {
    @Test("10 MB are refused by their length alone")
    func length() {
        #expect(JSONSamples.refusal([UInt8](repeating: 0x20, count: 10_000_000)) == .tooLarge(limit: 1 << 20))
    }

    @Test("levels beyond the 64th are refused, however many", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func levels(unit: String) {
        let document = String(repeating: unit, count: 100_000)
        guard case .tooDeep(let limit, _) = JSONSamples.refusal(document.utf8) else {
            Issue.record("The document is not refused for its depth.")
            return
        }
        #expect(limit == 64)
    }

    @Test("100,000 members of one object are read")
    func manyMembers() throws {
        let members = (0..<100_000).map { "\"\(String($0, radix: 36))\":0" }.joined(separator: ",")
        #expect(try JSONSamples.outcome("{\(members)}".utf8).get().members.count == 100_000)
    }

    @Test(
        "a document full of one thing is read",
        arguments: ["[],", "{},", "\"\",", "0,", "\"\\n\",", "\"\\ud83d\\ude00\",", "null,", "\n\n\n0,"]
    )
    func fullOfOneThing(unit: String) throws {
        let count = 100_000
        let document = "[\(String(repeating: unit, count: count))0]"
        let limits = JSONLimits(bytes: 1 << 22)
        #expect(try JSONValue.parse(Array(document.utf8), limits: limits).elements.count == count + 1)
    }

    @Test("one long string is read, escaped or not", arguments: ["a", "\\n", "\u{1F600}"])
    func longString(unit: String) throws {
        let document = "\"\(String(repeating: unit, count: 200_000))\""
        #expect(try JSONValue.parse(Array(document.utf8)).string?.unicodeScalars.count == 200_000)
    }
}
