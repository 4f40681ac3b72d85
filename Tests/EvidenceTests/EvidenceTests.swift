import Evidence
import Foundation
import NHSIdentifiers
import SMSPContract
import Testing

private func period(
    site: String = "RXX",
    operation: SMSPOperation = .getNHSNumber,
    mapping: String = "m",
    comparison: String = "c",
    profile: String = "p",
    legacy: String = "https://smsp.example.nhs.uk/pds"
) -> EvidencePeriod {
    EvidencePeriod(
        site: site,
        operation: operation,
        mappingHash: mapping,
        comparisonHash: comparison,
        profileHash: profile,
        legacyEndpoint: legacy
    )
}

@Suite struct EvidencePeriodTests {
    @Test("a period is another when any part of it is")
    func parts() {
        let periods = [
            period(), period(site: "RYY"), period(operation: .verifyNHSNumber), period(mapping: "n"),
            period(comparison: "d"), period(profile: "q"), period(legacy: "https://other.example.nhs.uk/pds"),
            // The same letters, divided otherwise.
            period(mapping: "mc", comparison: ""),
        ]
        #expect(Set(periods.map(\.id)).count == periods.count)
        #expect(period().id == period().id)
        #expect(period().id.count == 32)
    }

    @Test("the hash of a profile is another when any switch of it is")
    func profiles() {
        func changed(_ change: (inout SiteProfile) -> Void) -> SiteProfile {
            var profile = SiteProfile()
            change(&profile)
            return profile
        }
        let profiles = [
            SiteProfile(), changed { $0.verifyFailure = .withFalse }, changed { $0.requireAuditIdentity = false },
            changed { $0.superseded = .codeOnly }, changed { $0.unavailable = .fault2100 },
            changed { $0.busy = .spineError }, changed { $0.names = .firstGivenOnly },
            changed { $0.severalCurrent = .latestStart }, changed { $0.restrictedWithPostcode = .secondTry },
            changed { $0.timestamp = .ignore }, changed { $0.username = .ignore }, changed { $0.reading = .strict },
            changed { $0.deadline = .seconds(9) }, changed { $0.shortSurname = .reject },
            changed { $0.responseHeader = .rich },
        ]
        #expect(profiles.count == Mirror(reflecting: SiteProfile()).children.count + 1)
        #expect(Set(profiles.map(\.contentHash)).count == profiles.count)
    }
}

@Suite struct SubjectKeyTests {
    private func search(_ family: String, born: String = "19610409") throws -> SubjectKey {
        SubjectKey(
            SMSPRequest(
                operation: .getNHSNumber,
                dateOfBirth: try #require(TimestampText(born)),
                gender: .female,
                name: PersonNameQuery(given: nil, family: family)
            )
        )
    }

    @Test("a search keeps its key whatever the wildcard, the accents, the case, and the part of the date")
    func folded() throws {
        let key = SubjectKey.search(yearOfBirth: "1961", surname: "OQ")
        for family in ["O'Quill", "o'quill", "OQ*", "Óquill", "O Quill"] {
            #expect(try search(family) == key, "\(family)")
        }
        #expect(try search("O'Quill", born: "1961") == key)
        #expect(try search("Quill") != key)
    }

    @Test("a question about a number has that number for a key")
    func number() throws {
        let number = try #require(NHSNumber("9990000018"))
        let request = SMSPRequest(
            operation: .getPatientDetails,
            dateOfBirth: try #require(TimestampText("19610409")),
            nhsNumber: number
        )
        #expect(SubjectKey(request) == .number(number))
    }

    @Test("a key does not show what it holds")
    func withheld() throws {
        let number = try #require(NHSNumber("9990000018"))
        #expect("\(SubjectKey.number(number))" == "SubjectKey")
        #expect(String(reflecting: try search("Quillfeather")) == "SubjectKey")
    }
}

@Suite struct TokenTests {
    private let subject = SubjectKey.search(yearOfBirth: "1961", surname: "QU")

    @Test("a subject has one token in a period, and another in each other period")
    func tokens() {
        let (one, other) = (PeriodKey.random(), PeriodKey.random())
        #expect(one.token(of: subject) == one.token(of: subject))
        #expect(one.token(of: subject) != other.token(of: subject))
        #expect(one.token(of: subject).count == 32)
        #expect(one.token(of: subject) != one.token(of: .search(yearOfBirth: "1962", surname: "QU")))
        #expect(one.token(ofValue: "A", of: "name/family") != one.token(ofValue: "A", of: "name/given[1]"))
    }

    @Test("a wrapped key comes back with the token key and the period that it was wrapped for, and with no other")
    func wrapping() throws {
        let key = PeriodKey.random()
        let tokenKey = try #require(TokenKey(Array(repeating: 7, count: 32)))
        let other = try #require(TokenKey(Array(repeating: 8, count: 32)))
        let wrapped = try tokenKey.wrap(key, of: "period")
        #expect(tokenKey.unwrap(wrapped, of: "period")?.token(of: subject) == key.token(of: subject))
        #expect(tokenKey.unwrap(wrapped, of: "another") == nil)
        #expect(other.unwrap(wrapped, of: "period") == nil)
        #expect(TokenKey(Array(repeating: 7, count: 31)) == nil)
    }
}

@Suite struct SamplingTests {
    @Test("a larger sample holds all of a smaller one, and each is about as large as its share")
    func shares() throws {
        let key = try #require(RoutingKey(Array(repeating: 1, count: 32)))
        let subjects = (0..<4000).map { SubjectKey.search(yearOfBirth: "\($0)", surname: "AB") }
        let few = Set(subjects.filter { key.samples($0, share: 0.05) })
        let more = Set(subjects.filter { key.samples($0, share: 0.25) })
        #expect(few.isSubset(of: more))
        #expect((150...250).contains(few.count))
        #expect((900...1100).contains(more.count))
        #expect(subjects.allSatisfy { key.samples($0, share: 1) })
        #expect(!subjects.contains { key.samples($0, share: 0) })
    }

    @Test("another routing key draws others")
    func keys() throws {
        let (one, other) = (
            try #require(RoutingKey(Array(repeating: 1, count: 32))),
            try #require(RoutingKey(Array(repeating: 2, count: 32)))
        )
        let subjects = (0..<1000).map { SubjectKey.search(yearOfBirth: "\($0)", surname: "AB") }
        #expect(subjects.filter { one.samples($0, share: 0.5) } != subjects.filter { other.samples($0, share: 0.5) })
    }
}

@Suite struct CountingTests {
    private static let surname = LeafDifference(leaf: .leaf(.family), shape: .case, severity: .s4)
    private static let postcode = LeafDifference(leaf: .leaf(.homePostalCode), shape: .spacing, severity: .s4)

    @Test("a pattern is of leaves and shapes, in any order and however often they occur")
    func patterns() {
        let one = DifferencePattern(.getPatientDetails, [Self.surname, Self.postcode])
        let other = DifferencePattern(.getPatientDetails, [Self.postcode, Self.surname, Self.surname])
        #expect(one == other)
        #expect(one.id == other.id)
        #expect(one.id != DifferencePattern(.getNHSNumber, [Self.surname]).id)
    }

    @Test("the id of a pattern is the one that stores and links hold, explained differences apart")
    func patternIDs() {
        let explained = LeafDifference(leaf: .leaf(.family), shape: .case, severity: .s4, rule: "case-of-names")
        let ids = [[Self.surname], [explained]].map { DifferencePattern(.getNHSNumber, $0).id }
        #expect(ids == ["2c83d790394940d06ee1cd5b575fbd8f", "494efcc6f9b50cb83c11faf4d9432653"])
    }

    @Test("the text of a key is read again, for every leaf and shape", arguments: ComparedLeaf.allCases)
    func keys(_ leaf: ComparedLeaf) throws {
        for shape in DifferenceShape.allCases {
            let key = DifferenceKey(leaf: leaf, shape: shape)
            #expect(DifferenceKey(key.description) == key)
            let json = try JSONEncoder().encode([key: 1])
            #expect(String(decoding: json, as: UTF8.self).contains(#"":1}"#))
            #expect(try JSONDecoder().decode([DifferenceKey: Int].self, from: json) == [key: 1])
        }
        #expect(DifferenceKey(leaf: .leaf(.family), shape: .case).description == "name/family case")
    }

    @Test(
        "other texts are no keys",
        arguments: ["", "name/family", "name/family ", "name/family  case", "x case", "name/family x"]
    )
    func otherKeys(_ text: String) {
        #expect(DifferenceKey(text) == nil)
    }

    @Test("nobody and one to four people are the same blank, in JSON null", arguments: [0, 1, 4])
    func small(_ people: Int) throws {
        #expect(SmallCount(inSteps: people) == .blank)
        #expect(try String(decoding: JSONEncoder().encode([SmallCount(inSteps: people)]), as: UTF8.self) == "[null]")
    }
}
