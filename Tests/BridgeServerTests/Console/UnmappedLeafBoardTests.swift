import Bridge
import Evidence
import Foundation
import Testing

@testable import BridgeServer

/// The board shows the leaves and values of records that the mapping tables do not know, with a count: decision D67.
@Suite struct UnmappedLeafBoardTests {
    private static func page(_ leaves: [ReportDraft.Unmapped]) throws -> String {
        var draft = ReportDraft()
        draft.unmapped = leaves
        return EvidencePages.html(try draft.report(), title: "Report")
    }

    @Test("each leaf is there with its alarm and its calls, one to four of them untold")
    func leaves() throws {
        let page = try Self.page([
            ReportDraft.Unmapped(alarm: "unlistedValue", path: "name[*].use", calls: SmallCount(inSteps: 108_000)),
            ReportDraft.Unmapped(alarm: "unknownSecurityLabel", path: "", calls: .blank),
        ])
        #expect(page.contains("<code>name[*].use</code></th><td>unlistedValue</td><td>108000+</td>"))
        #expect(page.contains("<code>meta.security</code></th><td>unknownSecurityLabel</td><td>1–4</td>"))
    }

    @Test("nothing is shown while the tables know every leaf")
    func none() throws {
        #expect(try !Self.page([]).contains("does not know"))
    }
}
