import NHSIdentifiers
import Testing

@Suite struct CutTextTests {
    @Test(
        "a text is cut between two scalars, and counted in bytes",
        arguments: [
            ("abcd", 4, "abcd"), ("abcd", 3, "abc"), ("é", 2, "é"), ("é", 1, ""), ("aé", 2, "a"),
            ("a\u{1F600}", 4, "a"),
            ("a\u{301}\u{301}\u{301}", 4, "a\u{301}"), ("", 0, ""),
        ]
    )
    func cut(_ text: String, _ limit: Int, _ expected: String) {
        let cut = text.cut(toBytes: limit)
        #expect(Array(cut.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(cut.utf8.count <= limit)
    }
}
