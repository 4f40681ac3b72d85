import Backends
import Foundation
import MappingEngine
import NHSIdentifiers
import PDSFHIR
import RawHTTP
import SMSPContract
import Simulators
import Testing
import XMLTree

/// The two simulators are two readings of one master record.
///
/// What the legacy one says must be what the bridge makes of the other, but for what `docs/loss-ledger.md` lists: here
/// the places of blank address lines.
@Suite("Legacy simulator: agreement with what the bridge makes of PDS FHIR")
struct LegacyAgreementTests {
    /// What a client reads: the code and every leaf.
    struct Reading: Equatable, Sendable {
        let code: String?
        let verification: String?
        let leaves: [String]

        init(_ reading: LegacyReading) {
            code = reading.code
            verification = reading.verification
            leaves = reading.leaves.filter { !$0.hasSuffix("streetAddressLine=") }
        }
    }

    private let tables: MappingTables
    private let practices: PracticeDirectory
    private let day: CalendarDate

    init() throws {
        let fixtures = PDSTesting.fixtures
        tables = try MappingTables.load(directory: fixtures + "/../Mappings")
        practices = try PracticeDirectory.load(file: fixtures + "/epraccur.csv")
        day = CalendarDate(inLondonAt: LegacyTesting.noon.timeIntervalSince1970)
    }

    /// Calls about a person: the right date, and one that only the name can help.
    private func calls(about person: SyntheticPerson) throws -> [LegacyCall] {
        let held = person.birthDate.flatMap { TimestampText($0.filter { $0 != "-" }) }
        let born = held?.precision == .day ? held?.digits ?? "" : "19470101"
        let name = person.names.first { name in
            (name.given + [name.family ?? ""]).allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } }
                && name.family?.contains("\u{FFFE}") != true
        }
        return try [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber].flatMap { operation in
            try [born, String(born.prefix(6)) + (born.hasSuffix("17") ? "16" : "17")].map { date in
                try LegacyCall(
                    operation,
                    number: person.nhsNumber.digits,
                    born: date,
                    given: name?.given.first?.trimmingCharacters(in: .whitespaces),
                    family: name?.family?.trimmingCharacters(in: .whitespaces),
                    localIdentifier: InstanceIdentifier(root: "1.3.5.7.9.24.68.1", extension: "RXX:00001")
                )
            }
        }
    }

    /// What the bridge answers to `request` when PDS replies as the simulator did.
    private func bridge(_ request: SMSPRequest, _ reply: RawAnswer) throws -> Reading {
        let verdict = PatientAnswer(tables: tables, practices: practices).answer(
            to: request,
            call: .retrieve,
            status: reply.status,
            reply: PDSReply(status: reply.status, body: reply.body),
            on: day,
            profile: SiteProfile()
        )
        let message = AnswerRenderer(ids: .random).render(
            try verdict.outcome.get(),
            header: .captured,
            relatesTo: nil,
            now: LegacyTesting.noon
        )
        return Reading(try LegacyReading(reply.with(body: message)))
    }

    /// How many calls were compared, for each person four.
    private func compareByNumber(_ people: SyntheticPeople) async throws -> Int {
        var compared = 0
        try await PDSTesting.withSimulator(people: people) { _, pdsPort in
            try await LegacyTesting.withSimulator(people: people) { _, legacyPort in
                for person in people.all {
                    let reply = try await PDSTesting.reply(to: .patient(person.nhsNumber.digits), port: pdsPort)
                    for call in try calls(about: person) {
                        let legacy = Reading(try await LegacyTesting.answer(to: call, port: legacyPort))
                        let bridge = try bridge(call.request, reply)
                        #expect(legacy == bridge, "person \(person.nhsNumber.digits), \(call.request.operation)")
                        compared += 1
                    }
                }
            }
        }
        return compared
    }

    @Test("by number, for every person of the fixtures", .timeLimit(.minutes(10)))
    func fixtures() async throws {
        let people = try PDSTesting.people.get()
        let compared = try await compareByNumber(people)
        #expect(compared == 4 * people.all.count)
    }

    @Test("by number, for people of whom several names and addresses are current (D17)", .timeLimit(.minutes(10)))
    func severalCurrent() async throws {
        let starts = [["2001-02-03", "2019-05-06"], ["2019-05-06", "2001-02-03"], ["2019-05-06", "2019-05-06"]]
        let people = zip(["9990000018", "9990000026", "9990000034"], starts).map { number, starts in
            """
              - nhsNumber: "\(number)"
                names:
                  - { use: usual, given: [Odalys], family: Quillfeather, from: \(starts[0]) }
                  - { use: usual, given: [Bramwell], family: Tansykettle, from: \(starts[1]) }
                birthDate: 1961-04-09
                addresses:
                  - { use: home, lines: [A, B, C, D, E], postcode: LX1 4QD, from: \(starts[0]) }
                  - { use: home, lines: [F, G, H, I, J], postcode: LX2 4QD, from: \(starts[1]) }
                  - { use: temporary, lines: [K, L, M, N, O], postcode: LX3 4QD, from: \(starts[0]) }
                  - { use: temporary, lines: [P, Q, R, S, T], postcode: LX4 4QD, from: \(starts[1]) }
            """
        }
        let yaml = "people:\n" + people.joined(separator: "\n") + "\n"
        #expect(try await compareByNumber(SyntheticPeople(yaml: yaml, file: "people.yaml")) == 12)
    }

    @Test("by number, for people drawn by a seed", .timeLimit(.minutes(10)))
    func generated() async throws {
        let compared = try await compareByNumber(SyntheticPeople.generated(count: 100, seed: 5))
        #expect(compared == 400)
    }
}
