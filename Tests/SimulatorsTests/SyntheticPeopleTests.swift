import Foundation
import NHSIdentifiers
import Simulators
import StrictYAML
import Testing

@Suite("Synthetic people")
struct SyntheticPeopleTests {
    @Test("the fixture file holds at least 46 people of the 999 range")
    func fixtures() throws {
        let people = try PDSTesting.people.get()
        #expect(people.all.count >= 46)
        #expect(people.all.allSatisfy { $0.nhsNumber.digits.hasPrefix("999") })
    }

    @Test("telephone numbers are Ofcom's for drama, e-mail addresses example.com's")
    func unreal() throws {
        let telecoms = try PDSTesting.people.get().all.flatMap { $0.telecoms + $0.emergencyContacts }
        for telecom in telecoms where telecom.kind != .other {
            let value = telecom.value ?? ""
            let digits = value.replacing("%20", with: "").filter { $0.isASCII && $0.isNumber }
            let isDrama = digits.hasPrefix("01632960") || digits.hasPrefix("07700900")
            #expect(isDrama || value.hasSuffix("@example.com") || digits.isEmpty, "\(value)")
        }
    }

    @Test("practices have 27 columns, and all but the unknown ones of the people are among them")
    func practices() throws {
        let file = try String(contentsOfFile: PDSTesting.fixtures + "/epraccur.csv", encoding: .utf8)
        let rows = file.split(separator: "\r\n").map {
            $0.dropFirst().dropLast().split(separator: #"",""#, omittingEmptySubsequences: false)
        }
        #expect(rows.count == 8)
        #expect(rows.allSatisfy { $0.count == 27 })
        let codes = Set(rows.map { String($0[0]) })
        let people = try PDSTesting.people.get().all
        #expect(Set(people.compactMap { $0.practice?.ods }).subtracting(codes) == ["Y99999"])
    }

    @Test(
        "a number leads to the record that PDS answers with",
        arguments: [
            ("9990000018", "9990000018"), ("9990000050", "9990000069"), ("9990000077", "9990000093"),
            ("9990000107", "invalidated"), ("9990000174", "invalidated"), ("9990009996", "unknown"),
        ]
    )
    func records(_ asked: String, _ expected: String) throws {
        let people = try PDSTesting.people.get()
        let number = try #require(NHSNumber(asked))
        let found =
            switch people.record(for: number) {
            case .person(let person): person.nhsNumber.digits
            case .invalidated: "invalidated"
            case .unknown: "unknown"
            }
        #expect(found == expected)
    }

    @Test(
        "a file that cannot be right is refused at its line",
        arguments: [
            ("- nhsNumber: \"9990000019\"", "people.yaml:2: people[0].nhsNumber: fails modulus 11"),
            (
                "- nhsNumber: \"9990000018\"\n- nhsNumber: \"9990000018\"",
                "people.yaml:3: people[1].nhsNumber: is the number of an earlier person"
            ),
            (
                "- nhsNumber: \"9990000018\"\n  supersededBy: \"9990000026\"",
                "people.yaml:3: people[0].supersededBy: is the number of no person here"
            ),
            (
                """
                - nhsNumber: "9990000018"
                  supersededBy: "9990000026"
                - nhsNumber: "9990000026"
                  supersededBy: "9990000018"
                """,
                "people.yaml:3: people[0].supersededBy: leads back to this person"
            ),
            (
                """
                - nhsNumber: "9990000018"
                  invalidated: true
                  supersededBy: "9990000026"
                """,
                "people.yaml:4: people[0].supersededBy: is given with invalidated"
            ),
        ]
    )
    func refused(_ entries: String, _ expected: String) throws {
        let problems = try #require(throws: YAMLProblems.self) {
            try SyntheticPeople(yaml: "people:\n" + entries + "\n", file: "people.yaml")
        }
        #expect(problems.problems.map { $0.description.prefix(expected.count) } == [expected.prefix(expected.count)])
    }

    @Test("everything a person may have is read")
    func everything() throws {
        let number = try #require(NHSNumber("9990000964"))
        let person = try #require(try PDSTesting.people.get()[number])
        #expect(person.state == .live)
        #expect(person.version == 58)
        #expect(person.security == ["U"])
        #expect(person.names.first?.suffixes == ["MBE"])
        #expect(person.addresses.first?.uprn == "123456789012")
        #expect(person.rareFacts.language?.interpreterRequired == true)
        #expect(person.rareFacts.birthPlace?.district == "Saltshire")
        #expect(person.practice?.ods == "Y99008")
    }
}
