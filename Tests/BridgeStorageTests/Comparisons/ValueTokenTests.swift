import Bridge
import SMSPContract
import Testing

@testable import Evidence

/// What stands in the findings for values that nobody may see.
@Suite struct ValueTokenTests {
    /// The differences of the one pattern that calls with these differences have.
    private static func differences(_ calls: [[ValuedDifference]]) async throws -> [LeafDifference] {
        let file = try TemporaryStore()
        defer { file.remove() }
        let summary = try await file.summary(calls.enumerated().map { .sample($0.offset, $0.element) })
        #expect(summary.patterns.count == 1)
        return try #require(summary.patterns.first).differences
    }

    @Test("the same value has the same letter on both sides, and another value another")
    func letters() async throws {
        let lines = ValuedDifference.sample(.homeLines, .order, .s3, ["1 Elm", "Leeds", "1 Elm"], ["Leeds", "2 Elm"])
        let difference = try #require(try await Self.differences([[lines]]).first)
        #expect(difference.legacy == ["A", "B", "A"])
        #expect(difference.fhir == ["B", "C"])
    }

    @Test("the same text in two leaves has two letters: a token tells nothing of another leaf")
    func acrossLeaves() async throws {
        let differences = try await Self.differences([
            [.sample(.given, .different, .s3, ["Ash"], ["Elm"]), .sample(.family, .different, .s3, ["Elm"], ["Ash"])]
        ])
        #expect(differences.map(\.legacy) == [["A"], ["C"]])
        #expect(differences.map(\.fhir) == [["B"], ["D"]])
    }

    @Test("a side without a value has no letter")
    func absent() async throws {
        let difference = try #require(
            try await Self.differences([[.sample(.telecomValue, .missingFHIR, .s2, ["tel:0"], [])]]).first
        )
        #expect(difference.legacy == ["A"])
        #expect(difference.fhir == [])
    }

    @Test("the letters are those of the latest of the calls")
    func latest() async throws {
        let difference = try #require(
            try await Self.differences([
                [.sample(.family, .different, .s3, ["Ash"], ["Elm"])],
                [.sample(.family, .different, .s3, ["Oak", "Oak"], ["Oak"])],
            ]).first
        )
        #expect(difference.legacy == ["A", "A"])
        #expect(difference.fhir == ["A"])
    }

    @Test("a leaf of many values has tokens, one of few values and those above all leaves have none")
    func fewValues() async throws {
        // docs/evidence.md §3: never for gender, dates, titles; nor for what a public register lists.
        let manyValued: Set<ComparedLeaf> = Set(
            [
                SMSPLeaf.nhsNumber, .localIdentifier, .given, .otherGiven, .family, .correspondencePostalCode,
                .correspondenceLines, .temporaryPostalCode, .temporaryLines, .homePostalCode, .homeLines, .telecomValue,
            ].map(ComparedLeaf.leaf)
        )
        let file = try TemporaryStore()
        defer { file.remove() }
        let differences = ComparedLeaf.allCases.map { leaf in
            ValuedDifference.sample(leaf)
        }
        let summary = try await file.summary([.sample(0, differences)])
        let stored = try #require(summary.patterns.first).differences
        #expect(stored.count == ComparedLeaf.allCases.count)
        let withTokens = stored.filter { $0.legacy != nil && $0.fhir != nil }.map(\.leaf)
        let without = stored.filter { $0.legacy == nil && $0.fhir == nil }.map(\.leaf)
        #expect(Set(withTokens) == manyValued)
        #expect(withTokens.count + without.count == stored.count)
    }
}
