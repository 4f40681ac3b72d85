import Bridge
import Evidence
import Foundation
import InMemoryJournal
import SMSPContract
import Synchronization
import Testing

/// The states in effect, and every one that was put into effect.
private final class InEffect: Sendable {
    private let states: Mutex<[CutoverStates]>

    init(_ states: CutoverStates) { self.states = Mutex([states]) }

    var current: CutoverStates { states.withLock { $0[$0.count - 1] } }
    var changes: Int { states.withLock { $0.count - 1 } }
    func apply(_ next: CutoverStates) { states.withLock { $0.append(next) } }
}

private func promotion(_ site: String, force: Bool = true) -> CutoverChange {
    CutoverChange(.promote, site: site, operation: .getNHSNumber, to: .fhir, reason: "a trial", isForced: force)
}

private func wayBack(_ site: String, _ operation: SMSPOperation? = nil) -> CutoverChange {
    CutoverChange(.rollback, site: site, operation: operation, reason: "a complaint")
}

/// Changes that are not possible, and what their refusal says.
private let impossible: [(CutoverChange, CutoverRefusal.Kind, String)] = [
    (promotion("A", force: false), .held, "no evidence"), (promotion("Z"), .unknownSite, "no site"),
    (wayBack("C"), .held, "no legacy endpoint to go back to"),
    (CutoverChange(.retireLegacy, site: "A", operation: nil, reason: "r"), .held, "every operation"),
    (CutoverChange(.retireLegacy, site: "C", operation: nil, reason: "r"), .held, "no legacy endpoint"),
]

@Suite("Changes of state") struct CutoverDeskTests {
    private let journal = InMemoryJournal()
    private let desk: CutoverService

    init() throws {
        let time = try #require(UTCTime.date(from: "2026-11-23T12:00:00Z"))
        desk = CutoverService(audit: journal, now: { time })
    }

    private func change(
        _ change: CutoverChange,
        _ inEffect: InEffect,
        _ folder: CutoverFolder
    ) async throws {
        let scope = CutoverScope(folder.files, current: { inEffect.current }, apply: { inEffect.apply($0) })
        _ = try await desk.change(change, by: "ops-1", in: scope)
    }

    private func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    @Test("a promotion writes cutover.yaml and takes effect")
    func promotionWritten() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(promotion("A"), inEffect, folder)
        #expect(inEffect.current.route(of: "A", .getNHSNumber).state == .fhir)
        #expect(text(folder.files.cutover) == "A:\n  getNHSNumber: fhir\n")
        #expect(try folder.load().route(of: "A", .getNHSNumber).state == .fhir)
    }

    @Test("the audit says who promoted what, why, and that it was forced")
    func promotionAudited() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        try await change(promotion("A"), InEffect(try folder.load()), folder)
        let expected = AuditedAction(
            user: "ops-1",
            action: "promote",
            site: "A",
            operation: .getNHSNumber,
            from: "legacy",
            to: "fhir",
            reason: "forced: a trial"
        )
        #expect(journal.actions == [expected])
    }

    @Test("a rollback goes to the lock file, leaves cutover.yaml alone, and holds against it")
    func rollback() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(wayBack("A"), inEffect, folder)
        #expect(inEffect.current.isAllLegacy("A"))
        #expect(text(folder.files.cutover) == "A: { default: fhir }\n")
        #expect(try folder.load().isAllLegacy("A"))
        let held = """
            since: "2026-11-23T12:00:00Z"
                by: ops-1
                reason: a complaint

            """
        #expect(text(folder.files.lock).contains(held))
    }

    @Test("a promotion after a rollback removes its lock entry")
    func promotionAfterRollback() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(wayBack("A", .getNHSNumber), inEffect, folder)
        try await change(promotion("A"), inEffect, folder)
        #expect(inEffect.current.route(of: "A", .getNHSNumber).state == .fhir)
        #expect(text(folder.files.lock) == "{}\n")
    }

    @Test("a frozen operation is not promoted until somebody unfreezes it, which leaves its state")
    func frozen() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(wayBack("A", .getNHSNumber), inEffect, folder)
        try await change(
            CutoverChange(.freeze, site: "A", operation: .getNHSNumber, reason: "wait"),
            inEffect,
            folder
        )
        let refusal = await #expect(throws: CutoverRefusal.self) {
            try await change(promotion("A"), inEffect, folder)
        }
        #expect(refusal?.kind == .held)
        try await change(
            CutoverChange(.unfreeze, site: "A", operation: .getNHSNumber, reason: "go on"),
            inEffect,
            folder
        )
        let unfrozen = inEffect.current.route(of: "A", .getNHSNumber)
        #expect(unfrozen.state == .legacy)
        #expect(!unfrozen.isFrozen)
        try await change(promotion("A"), inEffect, folder)
        #expect(inEffect.current.route(of: "A", .getNHSNumber).state == .fhir)
    }

    @Test(
        "what is not possible is refused and changes nothing",
        arguments: impossible
    )
    func refused(_ asked: CutoverChange, _ kind: CutoverRefusal.Kind, _ part: String) async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        let refusal = await #expect(throws: CutoverRefusal.self) { try await change(asked, inEffect, folder) }
        #expect(refusal?.kind == kind)
        #expect(refusal?.problems.joined().contains(part) == true, "\(refusal?.problems ?? [])")
        #expect(inEffect.changes == 0)
        #expect(text(folder.files.cutover) == "{}\n")
        #expect(journal.actions.isEmpty)
    }

    @Test("what was rolled back and promoted again can be changed again")
    func changedAgain() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(promotion("A"), inEffect, folder)
        try await change(wayBack("A"), inEffect, folder)
        try await change(promotion("A"), inEffect, folder)
        let freeze = CutoverChange(.freeze, site: "A", operation: .getNHSNumber, reason: "a holiday")
        try await change(freeze, inEffect, folder)
        try await change(CutoverChange(.unfreeze, site: "A", operation: nil, reason: "over"), inEffect, folder)
        #expect(inEffect.current.route(of: "A", .getNHSNumber).state == .fhir)
    }

    @Test("legacy can be retired once every operation is in fhir, and there is no way back then")
    func retired() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(
            CutoverChange(.retireLegacy, site: "A", operation: nil, reason: "contract ended"),
            inEffect,
            folder
        )
        #expect(text(folder.files.cutover) == "A:\n  default: fhir\n  legacy: retired\n")
        #expect(inEffect.current.status(of: "A")?.legacy == "retired")
        let refusal = await #expect(throws: CutoverRefusal.self) {
            try await change(wayBack("A"), inEffect, folder)
        }
        #expect(refusal?.kind == .held)
    }

    @Test("a promotion does not overwrite or take up an edit that was not loaded")
    func edited() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try "B: { default: fhir }\n".write(toFile: folder.files.cutover, atomically: true, encoding: .utf8)
        let refusal = await #expect(throws: CutoverRefusal.self) {
            try await change(promotion("A"), inEffect, folder)
        }
        #expect(refusal?.problems.first?.contains("reload first") == true)
        #expect(text(folder.files.cutover) == "B: { default: fhir }\n")
    }

    @Test("a rollback works also while cutover.yaml cannot be read, and the journal not be written")
    func rollbackInTrouble() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try "no yaml: [".write(toFile: folder.files.cutover, atomically: true, encoding: .utf8)
        journal.setWritable(false)
        try await change(wayBack("A"), inEffect, folder)
        #expect(inEffect.current.isAllLegacy("A"))
        #expect(text(folder.files.lock).contains("state: legacy"))
    }

    @Test("a rollback whose lock file cannot be written is in effect, and says what a restart would do")
    func unwritableLock() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        // A directory in the way of the temporary file: root may write everywhere else.
        try FileManager.default.createDirectory(atPath: folder.files.lock + ".new", withIntermediateDirectories: true)
        let refusal = await #expect(throws: CutoverRefusal.self) {
            try await change(wayBack("A"), inEffect, folder)
        }
        #expect(inEffect.current.isAllLegacy("A"))
        #expect(refusal?.problems.first?.contains("a restart or a reload would undo it") == true)
    }

    @Test("a rollback that could not be written is written when it is asked for again")
    func writtenAgain() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        let inTheWay = folder.files.lock + ".new"
        try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: true)
        await #expect(throws: CutoverRefusal.self) { try await change(wayBack("A"), inEffect, folder) }
        #expect(try !folder.load().isAllLegacy("A"))
        try FileManager.default.removeItem(atPath: inTheWay)
        try await change(wayBack("A"), inEffect, folder)
        #expect(try folder.load().isAllLegacy("A"))
    }

    @Test(
        "a site that is taken back while a promotion of it is being entered stays back",
        arguments: [CutoverChange.Action.rollback, .freeze]
    )
    func takenBackMeanwhile(_ action: CutoverChange.Action) async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        journal.onAppend { event in
            guard case .action(let entry) = event, entry.action == "promote" else { return }
            try? await change(CutoverChange(action, site: "A", operation: nil, reason: "a complaint"), inEffect, folder)
        }
        let refusal = await #expect(throws: CutoverRefusal.self) { try await change(promotion("A"), inEffect, folder) }
        #expect(refusal?.kind == .held)
        #expect(inEffect.current.isAllLegacy("A"))
        #expect(try folder.load().isAllLegacy("A"))
        #expect(journal.actions.last?.reason?.hasPrefix("not made: ") == true)
    }

    @Test("a promotion that the audit cannot tell of is not made")
    func unaudited() async throws {
        let folder = try CutoverFolder("{}\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        journal.setWritable(false)
        await #expect(throws: CutoverRefusal.self) { try await change(promotion("A"), inEffect, folder) }
        #expect(inEffect.changes == 0)
        #expect(text(folder.files.cutover) == "{}\n")
    }

    @Test("what a rollback in memory holds is not lost by a lock file that knows less")
    func memoryHolds() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\nB: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        try await change(wayBack("A"), inEffect, folder)
        try FileManager.default.removeItem(atPath: folder.files.lock)
        try await change(wayBack("B"), inEffect, folder)
        #expect(inEffect.current.isAllLegacy("A"))
        #expect(try folder.load().isAllLegacy("A"))
    }

    @Test("a reason of any characters survives the lock file")
    func reasons() async throws {
        let folder = try CutoverFolder("A: { default: fhir }\n")
        defer { folder.remove() }
        let inEffect = InEffect(try folder.load())
        let reason = "\"quotes\", back\\slash: # { } \u{7} zoë\tand\nlines\u{85}"
        try await change(
            CutoverChange(.rollback, site: "A", operation: .getNHSNumber, reason: reason),
            inEffect,
            folder
        )
        let held = try folder.load().status(of: "A")?.operations.first { $0.operation == .getNHSNumber }
        #expect(held?.reason == reason)
    }
}
