import StrictYAML
import Testing

@Suite("YAML that no file may hold")
struct YAMLRefusalTests {
    private static let shape = YAMLShape.dictionary(
        of: .oneOf([.string(), .list(of: .string()), .dictionary(of: .string())])
    )

    private static func problems(_ text: String) -> [String] {
        printed { () throws(YAMLProblems) in _ = try YAMLDocument.load(text, file: "f.yaml", shape: shape) }
    }

    @Test(
        "is refused with its line",
        arguments: [
            ("a: 1\nb: &x 2\n", "f.yaml:2: b: has an anchor (got &x). Try: the value without it"),
            ("a: [1, !str 2]\n", "f.yaml:1: a[1]: has a tag (got !str). Try: the value without it"),
            ("a: !!int 1\n", "f.yaml:1: a: has a tag (got tag:yaml.org,2002:int). Try: the value without it"),
            ("a: !!map {}\n", "f.yaml:1: a: has a tag (got tag:yaml.org,2002:map). Try: the value without it"),
            ("a: 1\n<<: { b: 2 }\n", "f.yaml:2: <<: is a merge key (got <<). Try: writing the keys out"),
            (
                "a: 1\n---\nb: 2\n",
                "f.yaml:2: document: is followed by another document (got ---). Try: one file for each document"
            ),
            (
                "a: 1\n[b]: 2\n",
                "f.yaml:2: document: has a key that is not a plain word (got a key). Try: a word before the colon"
            ),
            (
                "!!int 1: a\n",
                "f.yaml:1: document: has a key that is not a plain word (got a key). Try: a word before the colon"
            ),
            ("", "f.yaml:1: document: is empty (got nothing). Try: {} for a mapping without keys, [] for a list"),
            (
                "# nothing\n",
                "f.yaml:1: document: is empty (got nothing). Try: {} for a mapping without keys, [] for a list"
            ),
            (
                "a: 1\nb: 2\na: 3\n",
                "f.yaml:1: a: occurs more than once in one mapping (got a: 1). Try: keeping one of them"
            ),
            (
                "x:\n  a: 1\n  'a': 3\n",
                "f.yaml:2: a: occurs more than once in one mapping (got a: 1). Try: keeping one of them"
            ),
            (
                "1: a\n'1': b\n",
                "f.yaml:1: 1: occurs more than once in one mapping (got 1: a). Try: keeping one of them"
            ),
        ]
    )
    func refused(_ text: String, _ problem: String) {
        #expect(Self.problems(text) == [problem])
    }

    @Test("an alias is refused where it stands, and what follows is still read")
    func alias() {
        #expect(
            Self.problems("a: &x one\nb: *x\nc:\n") == [
                "f.yaml:1: a: has an anchor (got &x). Try: the value without it",
                "f.yaml:2: b: is an alias (got *x). Try: writing the value out",
                "f.yaml:3: c: has no value (got nothing). Try: some text, or - some text, or name: some text",
            ]
        )
    }

    @Test("aliases of aliases do not grow without end", .timeLimit(.minutes(10)))
    func laughs() {
        let levels = (1...60).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1)]" }
        #expect(Self.problems("l0: &l0 x\n" + levels.joined(separator: "\n")).count == 61)
    }

    @Test(
        "text that is no YAML is refused with the line where it ends to be",
        arguments: [
            ("a: 1\nb: [1,\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2), ("a: *x\n", 1), ("a: 1\nb: \u{1}\n", 2),
            ("a: 1\n b: 2\n", 2),
        ]
    )
    func noYAML(_ text: String, _ line: Int) {
        let problems = Self.problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("f.yaml:\(line): document: is not YAML") == true)
    }
}
