import JSONTree
import RawHTTP
import SMSPContract
import Testing

@testable import Simulators

/// White space at the ends of a value on a record, in a search: SMSP takes it for significant, PDS FHIR ignores the spaces
/// of a postcode alone (docs/contract/smsp.md §4.2, docs/contract/pds-fhir.md §2.1).
@Suite("Both simulators: outer spaces on a record")
struct RecordSpaceTests {
    /// A search, and whether each side finds the person whose values have outer spaces.
    struct Case: Sendable {
        let family: String
        let given, postcode: String?
        let legacy, pds: Bool
    }

    private static let people = """
        people:
          - nhsNumber: "9990000018"
            names: [{ use: usual, given: [" Odalys"], family: Quillfeather, from: 1986-09-13 }]
            gender: female
            birthDate: 1961-04-09
            addresses: [{ use: home, lines: [A, B, C, D, E], postcode: "LX1 4QD ", from: 2011-06-01 }]
          - nhsNumber: "9990000026"
            names: [{ use: usual, given: [Bramwell], family: "Tansykettle ", from: 1986-09-13 }]
            gender: female
            birthDate: 1961-04-09
        """

    @Test(
        "each side finds by it what its specification says",
        arguments: [
            Case(family: "Quillfeather", given: nil, postcode: nil, legacy: true, pds: true),
            Case(family: "Quillfeather", given: "Odalys", postcode: nil, legacy: false, pds: false),
            Case(family: "Tansykettle", given: nil, postcode: nil, legacy: false, pds: false),
            Case(family: "Tansykettle*", given: nil, postcode: nil, legacy: true, pds: true),
            Case(family: "Quillfeather", given: nil, postcode: "LX1 4QD", legacy: false, pds: true),
            Case(family: "Quillfeather", given: nil, postcode: "LX1*", legacy: true, pds: true),
        ]
    )
    func search(_ test: Case) async throws {
        let people = try SyntheticPeople(yaml: Self.people + "\n", file: "people.yaml")
        let call = try LegacyCall(
            family: test.family,
            given: test.given,
            gender: .female,
            born: "19610409",
            postcode: test.postcode
        )
        let legacy = try await LegacyTesting.withSimulator(people: people) { _, port in
            try await LegacyTesting.answer(to: call, port: port).code
        }
        #expect(legacy == (test.legacy ? "SMSP-0000" : "DEMOG-0001"))

        let values: [(String, String?)] = [
            ("family", test.family), ("given", test.given), ("gender", "female"), ("birthdate", "eq1961-04-09"),
            ("address-postalcode", test.postcode),
        ]
        let query = values.compactMap { name, value in
            value.map { "\(name)=" + $0.replacing(" ", with: "%20").replacing("*", with: "%2A") }
        }.joined(separator: "&")
        let found = try await PDSTesting.withSimulator(people: people) { _, port in
            try await PDSTesting.reply(to: .search(query, requestID: WireRequest.requestID), port: port).json["total"]
        }
        #expect(found == .number(test.pds ? "1" : "0"))
    }
}
