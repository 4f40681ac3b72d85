import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// People of whom PDS and the legacy endpoint hold something else in every field, with a mark in every text of it.
///
/// Six have one date of birth on both sides, so that both find them and every leaf differs; six have two, so that PDS
/// does not find them, or does not verify them.
struct MarkerPeople: Sendable {
    /// What stands in every text that PDS holds, and in every one that the legacy endpoint holds.
    ///
    /// What both begin with finds the same person on either side.
    static let marks = (pds: "ZQPDS", legacy: "ZQLEG")

    let pds: SyntheticPeople
    let legacy: SyntheticPeople
    /// The dates that only their records hold, `yyyy-mm-dd`.
    private let dates: [String]
    private let born: [NHSNumber: String]

    init() throws {
        let numbers = SyntheticPeople.generated(count: 12, seed: 1).all.map(\.nhsNumber)
        var (pds, legacy, dates, born) = ("people:\n", "people:\n", [String](), [NHSNumber: String]())
        for (place, number) in numbers.enumerated() {
            let day = 10 + place
            let birthDates = ("1931-04-\(day)", place < 6 ? "1931-04-\(day)" : "1952-07-\(day)")
            let deaths = ("2009-02-\(day)", "2011-05-\(day)")
            pds += Self.entry(number, Self.marks.pds, born: birthDates.0, died: deaths.0, since: 2003)
            legacy += Self.entry(number, Self.marks.legacy, born: birthDates.1, died: deaths.1, since: 2004)
            dates += [birthDates.0, birthDates.1, deaths.0, deaths.1]
            born[number] = birthDates.1.filter { $0 != "-" }
        }
        self.pds = try SyntheticPeople(yaml: pds, file: "pds")
        self.legacy = try SyntheticPeople(yaml: legacy, file: "legacy")
        (self.dates, self.born) = (dates, born)
    }

    /// What may stand nowhere but in the answers, each with what it is.
    var secrets: [(kind: String, text: String)] {
        let numbers = pds.all.map(\.nhsNumber.digits)
        let spaced = numbers.map { "\($0.prefix(3)) \($0.dropFirst(3).prefix(3)) \($0.suffix(4))" }
        return [Self.marks.pds, Self.marks.legacy].map { ("a mark", $0) }
            + (numbers + spaced).map { ("an NHS number", $0) }
            + (dates + dates.map { $0.filter { $0 != "-" } }).map { ("a date", $0) }
    }

    /// What is asked about everybody, as the legacy endpoint knows them.
    func questions(_ operation: SMSPOperation) throws -> [SMSPRequest] {
        try legacy.all.map { person in
            let dateOfBirth = try #require(born[person.nhsNumber].flatMap { TimestampText($0) })
            let identifier = InstanceIdentifier(root: "2.16.840.1.113883.2.1.3.2.4.18.24", extension: "ZQPDS-4711")
            switch operation {
            case .verifyNHSNumber, .getPatientDetailsByNHSNumber:
                return SMSPRequest(
                    operation: operation,
                    dateOfBirth: dateOfBirth,
                    nhsNumber: person.nhsNumber,
                    name: PersonNameQuery(given: person.names.first?.given.first, family: person.names.first?.family),
                    localIdentifier: identifier
                )
            case .getNHSNumber, .getPatientDetailsBySearch, .getPatientDetails:
                return SMSPRequest(
                    operation: operation,
                    dateOfBirth: dateOfBirth,
                    gender: .female,
                    name: PersonNameQuery(given: "ZQ*", family: "ZQ*"),
                    postcode: operation == .getPatientDetails ? "ZQ*" : nil,
                    localIdentifier: identifier
                )
            }
        }
    }

    /// A person in the words of `patients.yaml`.
    private static func entry(_ number: NHSNumber, _ mark: String, born: String, died: String, since: Int) -> String {
        let addresses = ["home", "temporary", "correspondence"].map { use in
            """
                - { use: \(use), lines: [\((1...5).map { "\(mark) \(use) \($0)" }.joined(separator: ", "))],
                    postcode: \(mark) \(use.count)ZZ, paf: \(mark)-1, uprn: \(mark)-2, from: \(since)-01-01 }

            """
        }
        let telecoms = [("phone", "home"), ("phone", "mobile"), ("email", "home")].map { kind, use in
            "    - { kind: \(kind), use: \(use), value: \(mark)-\(kind)-\(use), from: \(since)-03-01, to: \(since + 90)-01-01 }\n"
        }
        return """
              - nhsNumber: "\(number.digits)"
                version: 7
                names:
                - { use: usual, prefix: [\(mark) Dr], given: [\(mark) Ann, \(mark) Bea], family: \(mark) Coe,
                    suffix: [\(mark) MBE], from: \(since)-01-01 }
                - { use: previous, given: [\(mark) Dot], family: \(mark) Eve, from: 1999-01-01, to: 2002-01-01 }
                gender: female
                birthDate: \(born)
                deceased: \(died)
                addresses:
            \(addresses.joined())    telecoms:
            \(telecoms.joined())    emergencyContacts:
                - { kind: phone, value: \(mark)-call }
                practice: { ods: \(mark)1, from: \(since)-01-01 }
                pharmacy: \(mark)2
                dispensingDoctor: \(mark)3
                applianceSupplier: \(mark)4
                deathNotification: { status: "2", effective: "\(died)T00:00:00+00:00" }
                language: { code: \(mark), display: \(mark), interpreterRequired: true }
                contactPreference: { format: \(mark), method: \(mark), times: \(mark) }
                birthPlace: { city: \(mark), district: \(mark), country: \(mark) }

            """
    }
}
