import Bridge
import BridgeServer
import Evidence
import Foundation
import SMSPContract
import Testing

/// What comes from elsewhere is shown as text, and few people are never counted.
@Suite(.timeLimit(.minutes(10))) struct ShownValueTests {
    /// A value that would be markup, and how it has to be written.
    private static func hostile(_ name: String) -> String { "<script>\(name)</script>&\"'" }
    private static func escaped(_ name: String) -> String {
        "&lt;script&gt;\(name)&lt;/script&gt;&amp;&quot;&#39;"
    }

    /// A report in which every text that is of no closed list is hostile.
    private static func hostileReport() throws -> EvidenceReport {
        var draft = ReportDraft()
        let held = OperationStatus(
            operation: .getPatientDetailsByNHSNumber,
            state: .shadow,
            configured: .shadow,
            isFrozen: true,
            since: hostile("since"),
            by: hostile("by"),
            reason: hostile("reason")
        )
        draft.sites = [
            SiteStatus(
                id: "RXX",
                name: hostile("site-name"),
                ods: hostile("ods"),
                legacy: hostile("legacy"),
                operations: [held]
            ),
            SiteStatus(id: hostile("site-id"), name: nil, ods: "RYY", legacy: "none", operations: [held]),
        ]
        let difference = LeafDifference.of(.homePostalCode, .different, [hostile("letter")])
        let explained = LeafDifference.of(.family, .prefix, [hostile("letter")], rule: hostile("rule"))
        let period = PeriodSummary(
            id: hostile("period"),
            period: EvidencePeriod(
                site: "RXX",
                operation: .getPatientDetailsByNHSNumber,
                mappingHash: hostile("m"),
                comparisonHash: hostile("c"),
                profileHash: hostile("p"),
                legacyEndpoint: hostile("endpoint")
            ),
            first: ReportDraft.time,
            last: ReportDraft.time,
            subjects: SmallCount(subjects: 9),
            coverage: CallCoverage(
                calls: SmallCount(subjects: 9),
                compared: SmallCount(subjects: 9),
                notCompared: [:]
            ),
            verdicts: [.mismatch: SmallCount(subjects: 9)],
            equalInBytes: SmallCount(subjects: 0),
            severities: [.s3: SmallCount(subjects: 9)],
            legacyLatency: nil,
            fhirLatency: nil,
            strata: [.deceased: SmallCount(subjects: 9)]
        )
        let pattern = PatternSummary(
            id: "a1",
            operation: .getPatientDetailsByNHSNumber,
            differences: [difference, explained],
            calls: SmallCount(subjects: 9),
            subjects: SmallCount(subjects: 9),
            sites: [hostile("site")],
            outcomes: (legacy: hostile("legacy-outcome"), fhir: hostile("fhir-outcome")),
            outcomeRow: nil,
            mappingHash: ReportDraft.mappingHash,
            first: ReportDraft.time,
            last: ReportDraft.time
        )
        draft.summary = EvidenceSummary(
            periods: [period],
            leavesBySite: [.counted(.homePostalCode, in: hostile("column"), 9)],
            leavesByShape: [.counted(.homePostalCode, in: .different, 9)],
            patterns: [pattern, .counted(hostile("pattern"), [difference], 9)]
        )
        draft.candidates = ["a1": [difference.key: [hostile("candidate")]]]
        draft.rules = [
            ReportDraft.Rule(
                id: hostile("rule-id"),
                reason: hostile("rule-reason"),
                owner: hostile("owner"),
                expires: hostile("expires"),
                place: hostile("place")
            )
        ]
        draft.otherServices = [
            OtherService(site: hostile("site-id"), name: hostile("service"), last: hostile("last"))
        ]
        draft.unmapped = [ReportDraft.Unmapped(alarm: hostile("alarm"), path: hostile("leaf"), calls: .blank)]
        draft.mapping = MappingStatus(id: hostile("mapping"), version: hostile("version"), hash: hostile("h"))
        return try draft.report()
    }

    /// The values that each page has to show.
    private static let shown: [String: [String]] = [
        "/": ["site-id", "legacy", "site", "candidate", "mapping", "version", "alarm", "leaf"],
        "/differences": ["column", "site", "candidate", "rule", "pattern"],
        "/differences/a1": ["site", "legacy-outcome", "fhir-outcome", "candidate", "rule", "letter"],
        "/sites/RXX": ["site-name", "ods", "legacy", "since", "by", "reason", "period", "endpoint"],
        "/rules": ["rule-id", "rule-reason", "owner", "expires", "place"],
    ]

    @Test("every value on every page is text, in attributes too", arguments: shown.keys.sorted())
    func pages(_ path: String) async throws {
        let report = try Self.hostileReport()
        let body = try await TestAdmin.run(ScriptedControl(report: report)) { admin in
            try await ConsoleVisitor.logIn(admin, as: "viewer").open(path).body
        }
        #expect(!body.contains("<script"))
        for name in Self.shown[path] ?? [] {
            #expect(Self.unbroken(body).contains(Self.escaped(name)), "\(name)")
        }
    }

    @Test("every value in the report is text")
    func report() throws {
        let html = EvidencePages.html(try Self.hostileReport(), title: Self.hostile("title"))
        #expect(!html.contains("<script"))
        let names = Set(Self.shown.values.flatMap { $0 } + ["title"])
        #expect(names.filter { !Self.unbroken(html).contains(Self.escaped($0)) } == [])
    }

    @Test("the name of a user is text")
    func user() async throws {
        let users = AdminUsers([TestAdmin.user(Self.hostile("user"), [.view], token: "viewer")])
        let body = try await TestAdmin.run(try ScriptedControl(report: .empty), users: users) { admin in
            try await ConsoleVisitor.logIn(admin, as: "viewer").open("/").body
        }
        #expect(!body.contains("<script"))
        #expect(body.contains(Self.escaped("user")))
    }

    /// A page without the places at which a name may be broken.
    private static func unbroken(_ html: String) -> String { html.replacing("<wbr>", with: "") }

    // MARK: - Few people

    /// A report in which every count is of so many people.
    private static func report(of people: Int) throws -> EvidenceReport {
        var draft = ReportDraft()
        let latency = people < 5 ? nil : PeriodSummary.Latency(p50: 7, p95: 21)
        let verdicts: [Verdict] = [.match, .expected, .mismatch, .skewed]
        let count = SmallCount(subjects: people)
        let period = PeriodSummary(
            id: "period",
            period: EvidencePeriod(
                site: "RXX",
                operation: .getPatientDetailsByNHSNumber,
                mappingHash: "m",
                comparisonHash: "c",
                profileHash: "p",
                legacyEndpoint: "https://legacy.example/smsp"
            ),
            first: ReportDraft.time,
            last: ReportDraft.time,
            subjects: count,
            coverage: CallCoverage(
                calls: count,
                compared: count,
                notCompared: count == .blank ? [:] : [.recordMoved: count]
            ),
            verdicts: count == .blank ? [:] : Dictionary(uniqueKeysWithValues: verdicts.map { ($0, count) }),
            equalInBytes: count,
            severities: count == .blank ? [:] : [.s2: count, .s3: count],
            legacyLatency: latency,
            fhirLatency: latency,
            strata: count == .blank ? [:] : [.deceased: count]
        )
        draft.summary = EvidenceSummary(
            periods: [period],
            leavesBySite: [.counted(.family, in: "RXX", people, explained: people)],
            leavesByShape: [.counted(.family, in: .different, people, explained: people)],
            patterns: [.counted("a1", [.of(.family, .different)], people)]
        )
        return try draft.report()
    }

    @Test("one person looks like four in everything that is shown", arguments: ["html", "md"])
    func few(_ format: String) throws {
        func text(_ people: Int) throws -> String {
            let report = try Self.report(of: people)
            return format == "md"
                ? EvidencePages.markdown(report, title: "Few") : EvidencePages.html(report, title: "Few")
        }
        #expect(try text(1) == text(4))
        #expect(try text(4) != text(5))
    }

    @Test("few people have no number; what occurred says so in words")
    func blank() throws {
        let html = EvidencePages.html(try Self.report(of: 3), title: "Few")
        let cells = html.matches(of: /<td class="number">([^<]*)<\/td>/).map { String($0.1) }
        #expect(cells.count >= 5)
        #expect(Set(cells) == ["–", "1–4 people, calls not shown"])
        #expect(html.contains("nothing counted yet"))
        #expect(html.contains("<strong>1–4 people, calls not shown</strong>"))
        #expect(html.matches(of: /[0-9+] calls\b/).isEmpty)
        #expect(!html.contains("&lt;5"))
    }

    @Test("a count of five people is a number")
    func many() throws {
        let html = EvidencePages.html(try Self.report(of: 5), title: "Five")
        #expect(html.matches(of: /<td class="number">5\+?<\/td>/).count >= 8)
        #expect(html.contains("5 MATCH, 5 EXPECTED"))
    }
}
