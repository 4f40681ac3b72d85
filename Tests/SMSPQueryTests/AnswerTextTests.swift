import SMSPContract
import SMSPQuery
import Testing

/// Answers in words.
@Suite struct AnswerTextTests {
    private static func answer(_ code: String, _ leaves: [(SMSPLeaf, String)]) -> ReceivedAnswer {
        .coded(operationRoot: "", code: code, leaves: leaves.map { ReceivedLeaf(leaf: $0.0, value: $0.1) })
    }

    @Test("an answer is its code with a meaning, then a line for each label, blank values left out")
    func lines() {
        let lines = AnswerText.lines(
            of: Self.answer("SMSP-0000", [(.nhsNumber, "9990000018"), (.given, "Odalys"), (.family, "")])
        )
        #expect(
            lines == [
                "SMSP-0000  success", "  NHS number              9990000018", "  forename                Odalys",
            ]
        )
    }

    @Test("side by side, a line whose sides differ begins with an exclamation mark")
    func sideBySide() {
        let lines = SideBySideText.lines(
            legacy: Self.answer("SMSP-0000", [(.nhsNumber, "9990000018"), (.family, "Quillfeather")]),
            fhir: Self.answer("SMSP-0000", [(.nhsNumber, "9990000018"), (.family, "Quill")])
        )
        #expect(lines.count == 3)
        #expect(lines.map { $0.hasPrefix("! ") } == [false, false, true])
        #expect(lines[2].contains("Quillfeather") && lines[2].hasSuffix("Quill"))
    }
}
