import Bridge
import Evidence
import Foundation
import InMemoryJournal
import SMSPContract
import Synchronization
import Testing

/// Changes and reloads that meet trouble half-way.
@Suite("Changes of state that cannot be finished") struct CutoverTroubleTests {
    private let journal = InMemoryJournal()

    /// Promotes every operation of A while the lock file cannot be written.
    private func promoteInTrouble(_ folder: CutoverFolder) async throws {
        let states = try folder.load()
        // A directory in the way of the temporary file: root may write everywhere else.
        try FileManager.default.createDirectory(atPath: folder.files.lock + ".new", withIntermediateDirectories: true)
        let refusal = await #expect(throws: CutoverRefusal.self) {
            _ = try await CutoverService(audit: journal, now: { .now }).change(
                CutoverChange(.promote, site: "A", operation: nil, to: .fhir, reason: "a trial", isForced: true),
                by: "ops-1",
                in: CutoverScope(folder.files, current: { states }, apply: { _ in Issue.record("applied") })
            )
        }
        #expect(refusal?.kind == .failed)
    }

    private static func folder() throws -> CutoverFolder {
        try CutoverFolder(
            "A: { getNHSNumber: fhir }\n",
            lock: "A: { getNHSNumber: { state: legacy, frozen: false, since: s, by: b, reason: r } }\n"
        )
    }

    @Test("a promotion whose lock file cannot be written is not made by a restart either")
    func halfWritten() async throws {
        let folder = try Self.folder()
        defer { folder.remove() }
        try await promoteInTrouble(folder)
        #expect(try folder.load().isAllLegacy("A"))
    }

    @Test("a promotion that was entered and could not be made is entered as not made")
    func entered() async throws {
        let folder = try Self.folder()
        defer { folder.remove() }
        try await promoteInTrouble(folder)
        let told = journal.actions.filter { $0.operation == .verifyNHSNumber }
        #expect(told.map(\.user) == ["ops-1", "bridge"])
        #expect(told.map(\.to) == ["fhir", "legacy"])
        #expect(told.last?.reason?.hasPrefix("not made: ") == true)
    }

    @Test("a promotion is refused where bridge.yaml has no way to PDS FHIR, and a rollback is not")
    func withoutFHIR() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let states = try folder.load()
        let scope = CutoverScope(folder.files, hasFHIR: false, isCompared: false, current: { states }, apply: { _ in })
        let service = CutoverService(audit: journal, now: { .now })
        let promotion = CutoverChange(.promote, site: "A", operation: nil, to: .fhir, reason: "a trial", isForced: true)
        let refusal = await #expect(throws: CutoverRefusal.self) {
            _ = try await service.change(promotion, by: "ops-1", in: scope)
        }
        #expect(refusal?.kind == .held)
        let rollback = CutoverChange(.rollback, site: "A", operation: nil, reason: "a complaint")
        _ = try await service.change(rollback, by: "ops-1", in: scope)
    }

    @Test("a site that is new and begins in fhir is told of as forced by file, like one that moved there")
    func newSite() throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let before = CutoverStates(
            sites: try SitesFile.load("- { id: B, ods: RXB }\n", file: "sites.yaml", isMutual: false, legacies: [])
        )
        let moves = try folder.load().moves(since: before)
        #expect(moves.filter { $0.site == "A" }.map(\.reason) == Array(repeating: "forced by file", count: 5))
        // B had no legacy endpoint and has one now; C is new without one and begins in fhir as such a site does.
        #expect(Set(moves.map(\.site)) == ["A", "B"])
    }
}
