import Bridge
import SMSPContract
import Testing

@testable import Evidence

/// What stands in the findings for values that nobody may see.
@Suite struct ValueTokenTests {
    /// The places of the one signature that calls with these differences have.
    private static func places(_ calls: [[LeafDifference]]) async throws -> [PatternSummary.Place] {
        let file = try TemporaryStore()
        defer { file.remove() }
        let found = try await file.found(calls.enumerated().map { .sample($0.offset, $0.element) })
        #expect(found.signatures.count == 1)
        return try #require(found.signatures.first).places
    }

    @Test("the same value has the same letter on both sides, and another value another")
    func letters() async throws {
        let lines = LeafDifference.sample(.homeLines, .order, .s3, ["1 Elm", "Leeds", "1 Elm"], ["Leeds", "2 Elm"])
        let place = try #require(try await Self.places([[lines]]).first)
        #expect(place.legacy == ["A", "B", "A"])
        #expect(place.fhir == ["B", "C"])
    }

    @Test("the same text in two leaves has two letters: a token tells nothing of another leaf")
    func acrossLeaves() async throws {
        let places = try await Self.places([
            [.sample(.given, .different, .s3, ["Ash"], ["Elm"]), .sample(.family, .different, .s3, ["Elm"], ["Ash"])]
        ])
        #expect(places.map(\.legacy) == [["A"], ["C"]])
        #expect(places.map(\.fhir) == [["B"], ["D"]])
    }

    @Test("a side without a value has no letter")
    func absent() async throws {
        let place = try #require(
            try await Self.places([[.sample(.telecomValue, .missingFHIR, .s2, ["tel:0"], [])]]).first
        )
        #expect(place.legacy == ["A"])
        #expect(place.fhir == [])
    }

    @Test("the letters are those of the latest of the calls")
    func latest() async throws {
        let place = try #require(
            try await Self.places([
                [.sample(.family, .different, .s3, ["Ash"], ["Elm"])],
                [.sample(.family, .different, .s3, ["Oak", "Oak"], ["Oak"])],
            ]).first
        )
        #expect(place.legacy == ["A", "A"])
        #expect(place.fhir == ["A"])
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
            LeafDifference(
                leaf: leaf,
                shape: .different,
                severity: .s3,
                values: ComparedValues(legacy: ["one"], fhir: ["other"])
            )
        }
        let found = try await file.found([.sample(0, differences)])
        let places = try #require(found.signatures.first).places
        #expect(places.count == ComparedLeaf.allCases.count)
        let withTokens = places.filter { $0.legacy != nil && $0.fhir != nil }.map(\.leaf)
        let without = places.filter { $0.legacy == nil && $0.fhir == nil }.map(\.leaf)
        #expect(Set(withTokens) == Set(manyValued.map(\.name)))
        #expect(withTokens.count + without.count == places.count)
    }
}
