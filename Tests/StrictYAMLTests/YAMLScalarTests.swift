import StrictYAML
import Testing

@Suite("Scalars")
struct YAMLScalarTests {
    /// The value `text` of a key `k` of this shape.
    private static func read(_ text: String, _ shape: YAMLShape) throws(YAMLProblems) -> YAMLValue {
        let shape = YAMLShape.mapping([YAMLKey("k", shape, .required, "A value.")])
        return try YAMLDocument.load("k: \(text)\n", file: "f.yaml", shape: shape).at("k")
    }

    private static func problem(_ text: String, _ shape: YAMLShape) -> String? {
        printed { () throws(YAMLProblems) in _ = try read(text, shape) }.first
    }

    @Test(
        "text stays as it is written, whatever YAML would make of it",
        arguments: [
            ("NO", "NO"), ("012", "012"), ("2010-10-22", "2010-10-22"), ("1_000", "1_000"), ("0x10", "0x10"),
            ("1e3", "1e3"), ("true", "true"), ("12:30:45", "12:30:45"), ("'null'", "null"), ("\"\\u00e9\"", "é"),
        ]
    )
    func text(_ written: String, _ expected: String) throws {
        #expect(try Self.read(written, .string()).string == expected)
    }

    @Test("blank text is refused", arguments: ["''", "' '", "", "~", "null", "NULL"])
    func blank(_ written: String) {
        #expect(Self.problem(written, .string()) != nil)
    }

    @Test("blank text is accepted where the pattern allows it")
    func anyText() throws {
        #expect(try Self.read("''", .string(pattern: .anyText)).string.isEmpty)
    }

    @Test("text that does not fit its pattern as a whole is refused with the pattern's words")
    func pattern() throws {
        let ods = YAMLShape.string(
            pattern: YAMLPattern("[A-Z0-9]{3,6}", meaning: "an ODS code in capitals", example: "RXX")
        )
        #expect(try Self.read("RXX", ods).string == "RXX")
        #expect(
            Self.problem("RXX-1", ods) == "f.yaml:1: k: is not an ODS code in capitals (got RXX-1). Try: RXX"
        )
    }

    @Test("whole numbers", arguments: [("0", 0), ("-5", -5), ("10", 10)])
    func integer(_ written: String, _ expected: Int) throws {
        #expect(try Self.read(written, .integer(-5...10)).int == expected)
    }

    @Test(
        "what is no plain decimal number in range is refused",
        arguments: [
            ("11", "10"), ("-6", "-5"), ("99999999999999999999", "10"), ("-99999999999999999999", "-5"), ("012", "1"),
            ("1_0", "1"), ("0x1", "1"), ("+1", "1"), ("1.0", "1"), ("1e0", "1"), ("true", "1"),
            ("'5'", "it without quotation marks"), ("[1]", "1"),
        ]
    )
    func notInteger(_ written: String, _ suggestion: String) throws {
        let problem = try #require(Self.problem(written, .integer(-5...10)))
        #expect(problem.hasSuffix("Try: \(suggestion)"))
    }

    @Test("an integer's bounds are told as far as there are any")
    func bounds() {
        func meaning(_ range: ClosedRange<Int>) -> Substring? {
            Self.problem("x", .integer(range))?.split(separator: " is not ").last?.split(separator: " (got").first
        }
        #expect(meaning(1 ... .max) == "a whole number of at least 1")
        #expect(meaning(.min...7) == "a whole number of at most 7")
        #expect(meaning(.min ... .max) == "a whole number")
    }

    @Test("numbers", arguments: [("0", 0), ("0.001", 0.001), ("1", 1), ("0.50", 0.5)])
    func number(_ written: String, _ expected: Double) throws {
        #expect(try Self.read(written, .number(0...1)).double == expected)
    }

    @Test(
        "what is no plain number in range is refused",
        arguments: ["1.01", "-0.1", "1e-3", ".5", "1.", ".inf", ".nan", "'0.5'", "0,5", "00.5"]
    )
    func notNumber(_ written: String) {
        #expect(Self.problem(written, .number(0...1)) != nil)
    }

    @Test("true and false are the only booleans")
    func boolean() throws {
        #expect(try Self.read("true", .boolean).bool)
        #expect(try !Self.read("false", .boolean).bool)
        #expect(Self.problem("yes", .boolean) == "f.yaml:1: k: is not true or false (got yes). Try: true")
        #expect(Self.problem("Off", .boolean) == "f.yaml:1: k: is not true or false (got Off). Try: false")
        #expect(Self.problem("1", .boolean) == "f.yaml:1: k: is not true or false (got 1). Try: true or false")
        #expect(Self.problem("True", .boolean) != nil)
        #expect(Self.problem("'true'", .boolean) != nil)
    }

    @Test(
        "durations",
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("4s", .seconds(4)), ("10m", .seconds(600)), ("2h", .seconds(7_200)),
            ("90d", .seconds(7_776_000)), ("0s", .zero), ("'4s'", .seconds(4)),
        ]
    )
    func duration(_ written: String, _ expected: Duration) throws {
        #expect(try Self.read(written, .duration).duration == expected)
    }

    @Test(
        "what is no duration is refused",
        arguments: ["4", "s", "4 s", "4S", "1.5s", "-1s", "4w", "9999999999s", "P1D"]
    )
    func notDuration(_ written: String) {
        #expect(Self.problem(written, .duration) != nil)
    }

    @Test(
        "sizes in bytes",
        arguments: [("1000", 1_000), ("64KiB", 65_536), ("1MiB", 1_048_576), ("2GiB", 2_147_483_648), ("0", 0)]
    )
    func byteSize(_ written: String, _ expected: Int) throws {
        #expect(try Self.read(written, .byteSize).byteSize == expected)
    }

    @Test("what is no size is refused", arguments: ["64KB", "64kib", "1 MiB", "-1", "KiB", "1.5MiB", "9999999999"])
    func notByteSize(_ written: String) {
        #expect(Self.problem(written, .byteSize) != nil)
    }

    @Test(
        "URLs",
        arguments: [
            "https://int.api.service.nhs.uk/personal-demographics/FHIR/R4", "http://127.0.0.1:8080",
            "https://[::1]/x?y",
        ]
    )
    func url(_ written: String) throws {
        #expect(try Self.read("'\(written)'", .url).string == written)
    }

    @Test(
        "what is no absolute http or https URL is refused",
        arguments: [
            "pds.example", "/path", "ftp://pds.example", "https://", "https:///x", "https://user@pds.example",
            "'https://pds.example/#x'", "https://pds example", "https://pds.example/é",
        ]
    )
    func notURL(_ written: String) {
        #expect(Self.problem(written, .url) != nil)
    }

    @Test("dates", arguments: ["2026-11-01", "2024-02-29", "2000-02-29"])
    func date(_ written: String) throws {
        #expect(try Self.read(written, .date).string == written)
    }

    @Test(
        "what is no day of the calendar is refused",
        arguments: [
            "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "01/11/2026",
            "0000-01-01",
        ]
    )
    func notDate(_ written: String) {
        #expect(Self.problem(written, .date) != nil)
    }

    @Test("a word is one of a choice, and the nearest one is suggested")
    func choice() throws {
        let shape = YAMLShape.choice(["full", "codeOnly"])
        #expect(try Self.read("codeOnly", shape).word == "codeOnly")
        #expect(
            Self.problem("codeonly", shape) == "f.yaml:1: k: is not one of full, codeOnly (got codeonly). Try: codeOnly"
        )
        #expect(Self.problem("x", shape) == "f.yaml:1: k: is not one of full, codeOnly (got x). Try: full, codeOnly")
    }

    @Test("a list or mapping in the place of a scalar is refused", arguments: ["[a]", "{ a: b }"])
    func compound(_ written: String) {
        #expect(Self.problem(written, .string())?.contains("k: is not text (got a ") == true)
    }
}
