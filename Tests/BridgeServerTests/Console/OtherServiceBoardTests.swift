import Bridge
import Testing

@testable import BridgeServer

/// The board shows which other services a site's clients still call on its legacy endpoint: decision D66.
@Suite struct OtherServiceBoardTests {
    private static func page(_ services: [OtherService]?) throws -> String {
        var draft = ReportDraft()
        draft.otherServices = services
        return EvidencePages.html(try draft.report(), title: "Report")
    }

    @Test("each service stands with its site and the day of its last call, without the time")
    func services() throws {
        let page = try Self.page([
            OtherService(site: ScriptedControl.site.id, name: "getCPISRecord-v1-0", last: "2026-11-27T09:31:02.123Z"),
            OtherService(site: "another", name: "getOther-v1-0", last: "2026-11-26T09:31:02.123Z"),
        ])
        #expect(page.contains("also calls getCPISRecord-v1-0, last on 2026-11-27<"))
        #expect(!page.contains("getOther"))
    }

    @Test(
        "nothing is shown where none was called, and where the journal was not read",
        arguments: [[OtherService]?.some([]), nil]
    )
    func none(_ services: [OtherService]?) throws {
        #expect(try !Self.page(services).contains("also calls"))
    }
}
