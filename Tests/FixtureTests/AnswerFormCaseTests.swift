import Evidence
import FixtureCases
import Foundation
import SMSPContract
import Testing

/// Legacy answers in every form, compared with the same answer from PDS FHIR.
@Suite struct AnswerFormCaseTests {
    @Test(
        "an answer in this form is compared as a client reads it, or not for its reason",
        arguments: try AnswerFormCase.all()
    )
    func isCompared(_ form: AnswerFormCase) throws {
        let table = try ComparisonTable(
            file: FixtureCase.root.deletingLastPathComponent().appending(path: "Mappings/comparison.yaml").path
        )
        let legacy = ComparedAnswer(form.legacy)
        let result = table.compare(
            legacy: legacy,
            fhir: ComparedAnswer(form.fhir),
            facts: ComparisonFacts(operation: .getPatientDetailsByNHSNumber, forms: [.number]),
            today: "2026-11-24"
        )
        #expect(table.obstacle(in: legacy)?.rawValue ?? result.verdict.rawValue == form.compared)
        #expect(result.differences.isEmpty || form.compared != Verdict.match.rawValue)
    }
}
