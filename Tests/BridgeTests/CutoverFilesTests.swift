import Bridge
import Evidence
import Foundation
import ProcessorTime
import SMSPContract
import StrictYAML
import Testing

@Suite("cutover.yaml and its lock file") struct CutoverFilesTests {
    private static let lock = """
        "A":
          getNHSNumber: { state: legacy, frozen: true, since: "2026-11-23T12:00:00Z", by: "ops-1", reason: "a \\"reason\\"" }

        """

    private static func states(_ cutover: String, lock: String? = nil) throws -> CutoverStates {
        let folder = try CutoverFolder(cutover, lock: lock)
        defer { folder.remove() }
        return try folder.load()
    }

    @Test("a site that the files do not name is in legacy, or in fhir where it has no legacy endpoint")
    func firstStates() throws {
        let states = try Self.states("{}\n")
        #expect(states.route(of: "A", .getNHSNumber).state == .legacy)
        #expect(states.route(of: "C", .getNHSNumber).state == .fhir)
    }

    @Test("an operation that is named goes before default")
    func named() throws {
        let states = try Self.states("A: { default: fhir, getNHSNumber: legacy }\n")
        #expect(states.route(of: "A", .getNHSNumber).state == .legacy)
        #expect(states.route(of: "A", .verifyNHSNumber).state == .fhir)
    }

    @Test("the more backward of the two files is in effect")
    func moreBackward() throws {
        let states = try Self.states("A: { default: fhir }\n", lock: Self.lock)
        #expect(states.route(of: "A", .getNHSNumber).state == .legacy)
        #expect(states.route(of: "A", .getNHSNumber).isFrozen)
        #expect(states.route(of: "A", .verifyNHSNumber).state == .fhir)
    }

    @Test(
        "what cannot be is refused with file, line and key",
        arguments: [
            ("Z: { default: fhir }\n", nil, "cutover.yaml:1: Z: no site"),
            ("{}\nA: 1\n", nil, "cutover.yaml:"),
            (
                "A: { default: verify }\n", nil,
                "cutover.yaml:1: A.default: is not one of legacy, shadow, fhir (got verify)"
            ),
            ("A: { getNHSnumber: fhir }\n", nil, "A.getNHSnumber"),
            ("C: { default: legacy }\n", nil, "cutover.yaml:1: C.default: the site has no legacy endpoint"),
            ("C: { legacy: retired }\n", nil, "no legacy endpoint to retire"),
            ("A: { default: legacy, legacy: retired }\n", nil, "A.default: the site has no legacy endpoint"),
            ("A: { legacy: retired }\n", nil, "a state is missing"),
            ("{}\n", "A: { getNHSNumber: { state: legacy } }\n", "cutover.lock.yaml:1: A.getNHSNumber.frozen"),
            ("{}\n", "garbage", "cutover.lock.yaml:1"),
            ("{}\n", Self.lock.replacing("\"A\"", with: "Z"), "cutover.lock.yaml:1: Z: holds a site back, and no site"),
            ("{}\n", "Z: {}\n", "smsp-bridge site forget Z"),
            ("Z: { default: fhir }\n", nil, "smsp-bridge site forget Z"),
            (
                "{}\n",
                "C: { getNHSNumber: { state: legacy, frozen: false, since: s, by: b, reason: r } }\n",
                "cutover.lock.yaml:1: C.getNHSNumber: holds a site in legacy"
            ),
        ] as [(String, String?, String)]
    )
    func refused(_ cutover: String, _ lock: String?, _ part: String) throws {
        let folder = try CutoverFolder(cutover, lock: lock)
        defer { folder.remove() }
        let problems = #expect(throws: YAMLProblems.self) { try folder.load() }
        #expect(problems?.problems.contains { $0.description.contains(part) } == true, "\(problems?.problems ?? [])")
    }

    @Test("a file that is named and not there is refused, and how to make it is said")
    func missing() throws {
        let files = CutoverFiles(cutover: "/nowhere/cutover.yaml")
        let problems = #expect(throws: YAMLProblems.self) { try files.load(sites: try CutoverSites.directory()) }
        #expect(problems?.problems.first?.suggestion.contains("echo '{}' > /nowhere/cutover.yaml") == true)
    }

    @Test("500 sites with every operation load in no time")
    func many() throws {
        let ids = (0..<500).map { "S\($0)" }
        let sites = ids.map { "- { id: \($0), ods: RXX, identify: { path: /\($0) }, legacy: central }\n" }.joined()
        let operations = SMSPOperation.allCases.map { "\($0.rawValue): fhir" }.joined(separator: ", ")
        let folder = try CutoverFolder(ids.map { "\($0): { \(operations) }\n" }.joined())
        defer { folder.remove() }
        let duration = try processorTime {
            let directory = try SitesFile.load(sites, file: "sites.yaml", isMutual: false, legacies: ["central"])
            #expect(try folder.files.load(sites: directory).statuses.count == 500)
        }
        print("500 sites: \(duration)")
        // Ten times what is asked of a release build: this is a debug build, and may be under a sanitizer.
        #expect(duration < .seconds(10), "\(duration)")
    }
}
