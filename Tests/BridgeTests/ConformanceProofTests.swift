import Bridge
import Evidence
import Foundation
import InMemoryJournal
import SMSPContract
import Testing

/// The condition of a promotion that PDS FHIR has answered a conformance run, against journals that do not show it.
@Suite("Proof of a conformance run") struct ConformanceProofTests {
    private static let sites = """
        - id: A
          ods: RXA
          identify: { path: /a }
          legacy: central
          informationGovernanceBasis: { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow] }
        - { id: TEST, ods: RXA, identify: { path: /t } }

        """

    private let journal = InMemoryJournal()
    private let sites: SiteDirectory

    init() throws {
        sites = try SitesFile.load(Self.sites, file: "sites.yaml", isMutual: false, legacies: ["central"])
    }

    /// A call of a run, and its entry in the journal.
    private struct Call {
        var operation: SMSPOperation = .getNHSNumber
        var foundPatient = true
        /// The entry; without a backend the bridge itself has answered.
        var site = "TEST"
        var backend: AuditedBackend? = .fhir
        var mappingHash = "hash"
        /// The profile of the site that was called, as it was then.
        var profile = SiteProfile()
        var purpose = AuditedPurpose.answer
        /// False: the endpoint is another one than the bridge whose journal it is.
        var isEntered = true

        func changed(_ change: (inout Call) -> Void) -> Call {
            var call = self
            change(&call)
            return call
        }
    }

    /// Enters the calls, and what the run came to for site A; returns that.
    private func record(_ calls: [Call], broken: Int = 0) async throws -> [ConformanceRecord] {
        let run = calls.map { call in
            let id = UUID().uuidString
            if call.isEntered {
                var entry = AuditedCall()
                entry.messageID = id
                entry.site = call.site
                entry.operation = call.operation
                entry.backend = call.backend
                entry.mappingHash = call.mappingHash
                entry.profileHash = call.profile.contentHash
                entry.purpose = call.purpose
                journal.enqueue(.call(entry))
            }
            return ConformanceProof.Call(call.operation, messageID: id, foundPatient: call.foundPatient)
        }
        let site = try #require(sites.sites.first)
        let proof = try await ConformanceProof(of: run, for: site, journal: journal)
        let records = proof.records(kept: 80, broken: broken)
        for record in records { journal.enqueue(.action(record.entry(for: "A", by: "tester"))) }
        return records
    }

    /// The lines of the refusal of a promotion of A to shadow that are about conformance and not met; empty if it is made.
    private func unmet(
        _ operation: SMSPOperation? = .getNHSNumber,
        sites: SiteDirectory? = nil
    ) async throws -> [String] {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let states = CutoverStates(sites: sites ?? self.sites)
        let service = CutoverService(audit: journal, now: { UTCTime.date(from: "2026-11-23T12:00:00Z") ?? .now })
        let scope = CutoverScope(folder.files, current: { states }, apply: { _ in })
        do throws(CutoverRefusal) {
            let change = CutoverChange(.promote, site: "A", operation: operation, to: .shadow, reason: "evidence")
            _ = try await service.change(change, by: "ops-1", in: scope)
            return []
        } catch {
            return error.problems.filter { $0.hasPrefix("not met: conformance") }
        }
    }

    @Test("a run that PDS FHIR answered at a site of the same profile, and that found a patient, counts")
    func proven() async throws {
        let records = try await record([Call(), Call().changed { ($0.foundPatient, $0.backend) = (false, nil) }])
        #expect(records.map(\.outcome) == [.passed])
        #expect(try await unmet() == [])
    }

    @Test(
        "a run does not count if the journal does not show that PDS FHIR answered it as it would answer the site",
        arguments: [
            ([Call().changed { $0.isEntered = false }], "1 of the 1 answers about test patients are not in the audit"),
            ([Call().changed { $0.backend = nil }], "not in the audit journal as made from PDS FHIR"),
            ([Call().changed { $0.purpose = .shadow }], "not in the audit journal as made from PDS FHIR"),
            ([Call(), Call().changed { $0.isEntered = false }], "1 of the 2 answers about test patients"),
            ([Call().changed { $0.foundPatient = false }], "no test patient was found: give some with --people"),
            ([Call().changed { ($0.site, $0.backend) = ("A", .legacy) }], "the legacy endpoint answered 1 calls"),
            (
                [Call(), Call().changed { ($0.foundPatient, $0.backend) = (false, .legacy) }],
                "the legacy endpoint answered 1 calls"
            ),
            ([Call(), Call().changed { $0.mappingHash = "before" }], "the mapping tables changed during the run"),
            (
                [Call(), Call().changed { $0.profile.names = .firstGivenOnly }],
                "the site TEST was called, and it had another profile than A"
            ),
        ] as [([Call], String)]
    )
    private func unproven(_ calls: [Call], _ reason: String) async throws {
        let records = try await record(calls)
        #expect(records.map(\.outcome) == [.unproven])
        #expect(records.first?.basis == nil)
        let unmet = try await unmet()
        #expect(unmet.count == 1)
        #expect(unmet.first?.contains("unproven on ") == true && unmet.first?.contains(reason) == true, "\(unmet)")
    }

    @Test("a run by other tables than those in use does not count")
    func otherTables() async throws {
        #expect(try await record([Call().changed { $0.mappingHash = "before" }]).map(\.outcome) == [.passed])
        #expect(try await unmet().first?.contains("with mapping before") == true)
    }

    @Test("a run with the profile that the site had does not count once it has another")
    func laterProfile() async throws {
        _ = try await record([Call()])
        let profile = "legacy: central\n  profile: { names: firstGivenOnly }\n"
        let later = Self.sites.replacing("legacy: central\n", with: profile)
        let sites = try SitesFile.load(later, file: "sites.yaml", isMutual: false, legacies: ["central"])
        #expect(try await unmet(sites: sites).first?.contains("and another profile") == true)
    }

    @Test("a run for one operation counts for no other")
    func otherOperation() async throws {
        _ = try await record([Call()])
        #expect(try await unmet(.verifyNHSNumber).first?.contains("verifyNHSNumber: none; run conform --site") == true)
        // A promotion of every operation waits for a run of each.
        #expect(try await unmet(nil).count == SMSPOperation.allCases.count - 1)
    }

    @Test("the last run counts: a broken rule after a run that passed holds the promotion")
    func lastRun() async throws {
        _ = try await record([Call()])
        #expect(try await record([Call()], broken: 1).map(\.outcome) == [.failed])
        #expect(try await unmet().first?.contains("80 rules kept, 1 broken") == true)
    }

    @Test("an entry of an earlier version, which shows no backend, does not count")
    func earlierVersion() async throws {
        journal.enqueue(.action(AuditedAction(user: "u", action: "conform", site: "A", from: "passed", to: "hash")))
        #expect(try await unmet().first?.contains("none; run conform --site") == true)
    }
}
