import Bridge
import Evidence
import Foundation
import SMSPContract
import SMSPQuery
import Simulators

/// The demo's second half: a site in `shadow` before a legacy endpoint that has drifted, and a mistake in the mapping.
struct DemoComparison {
    /// The number of generated people, in addition to those of the fixtures, and the number of drifted ones.
    static let count = 240
    static let share = 0.15
    static let seed: UInt64 = 20_261_124

    /// The people as PDS has them, and as the ageing legacy endpoint has them.
    let people, aged: SyntheticPeople
    /// The people who differ.
    let drifted: Int

    /// People of the fixtures with generated ones.
    init(_ fixtures: SyntheticPeople) throws {
        let generated = SyntheticPeople.generated(count: Self.count, seed: Self.seed)
        people = try SyntheticPeople(fixtures.all + generated.all)
        let (other, drifts) = generated.drifted(share: Self.share, seed: Self.seed)
        aged = try SyntheticPeople(fixtures.all + other.all)
        drifted = drifts.count
    }

    /// A mistake such as a tired analyst makes: the first given name is filled from the second.
    static let mistake = (
        file: "responses/patient-details.yaml", row: "name-given", text: "source: given[0]", instead: "source: given[1]"
    )

    /// Makes the mistake in a copy of the tables.
    static func makeMistake(in mappings: URL) throws {
        let file = mappings.appending(path: mistake.file)
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing(mistake.text, with: mistake.instead).write(to: file, atomically: true, encoding: .utf8)
    }

    /// Queries every generated person by number.
    ///
    /// - Parameter progress: called after each with the number of queries sent, and of all.
    func ask(_ url: String, progress: (_ done: Int, _ all: Int) -> Void) async throws {
        let client = try SMSPClient()
        let renderer = RequestRenderer(ids: .random)
        let identity = AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:demo")
        let asked = people.all.suffix(Self.count).filter { $0.state == .live }
        for (number, person) in asked.enumerated() {
            guard let born = person.birthDate.flatMap({ TimestampText($0.filter { $0 != "-" }) }),
                born.precision == .day
            else { continue }
            let operation = SMSPOperation.getPatientDetailsByNHSNumber
            let request = SMSPRequest(operation: operation, dateOfBirth: born, nhsNumber: person.nhsNumber)
            let message = renderer.render(request, to: url, auditIdentity: identity, username: nil, now: .now)
            _ = try await client.send(message, operation: operation, to: url)
            progress(number + 1, asked.count)
        }
        await client.close()
    }

    /// The demo's result, for programs.
    struct Outcome: Encodable, Sendable {
        /// The numbers of people who differ, and of the calls that are counted as differing.
        let drifted: Int
        let found: Int?
        /// The row in which a mistake was made, and the row that was named first.
        let mistake: String
        let named: String?

        /// True if the drifted people were found, and the mistake was named.
        ///
        /// Of a kind with fewer than five people left, these wait for others before they count.
        var isExpected: Bool {
            let isFound = found.map { $0 <= drifted && $0 > drifted - SmallCount.fewest }
            return isFound == true && named?.hasPrefix(mistake) == true
        }
    }
}

extension EvidenceReport {
    /// The top differences, a line or two each, with paths relative to `folder`.
    func topLines(_ count: Int, from folder: String) -> [String] {
        summary.patterns.filter { !$0.isExplained }.prefix(count).flatMap { pattern -> [String] in
            let calls = pattern.calls.shown.map { "\($0) calls" } ?? "1–4 people, calls not shown"
            let keys = pattern.unexplained.map(\.key.description)
            let line = "  \(pattern.severity.rawValue)  \(keys.joined(separator: ", "))  \(calls)"
            return [line] + (candidates(of: pattern).first.map { ["      ← \($0.replacing(folder, with: ""))"] } ?? [])
        }
    }

    /// The number of a site's calls, in its latest period, that differ without a rule; nil for a blank.
    func mismatches(of site: String) -> Int? {
        summary.periods.first { $0.site == site }?.verdicts[.mismatch]?.shown
    }
}
