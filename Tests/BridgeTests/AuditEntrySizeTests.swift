import InMemoryJournal
import SMSPContract
import Testing

@testable import Bridge

/// The size of what one message can have the journal write.
@Suite struct AuditEntrySizeTests {
    private static func audited(_ fill: (inout CallRecord) -> Void) -> AuditedCall {
        var record = CallRecord()
        fill(&record)
        return record.audited(by: InMemoryJournal(), latency: .zero, mappingHash: "hash")
    }

    @Test("an id of one character and 29 KB is kept to 256 bytes")
    func graphemes() {
        let id = "e" + String(repeating: "\u{301}", count: 14_500)
        let call = Self.audited {
            $0.messageID = id
            $0.trackingID = id
        }
        #expect(id.count == 1)
        #expect((call.messageID?.utf8.count ?? 0) <= 256)
        #expect((call.trackingID?.utf8.count ?? 0) <= 256)
    }

    @Test("64 KB of audit identities are kept to 32 of 256 bytes for each text")
    func identities() {
        let long = String(repeating: "u", count: 2000)
        let call = Self.audited {
            $0.identities = Array(repeating: AuditIdentity(type: long, uri: long), count: 40)
        }
        #expect(call.auditIdentities.count == 32)
        #expect(call.auditIdentities.allSatisfy { $0.type.utf8.count == 256 && $0.uri.utf8.count == 256 })
    }

    @Test("identities as real messages have them are kept as they were sent, in order")
    func usual() {
        let sent = (1...3).map { AuditIdentity(type: "1.2.3", uri: "urn:nhs-uk:identity:ods:RXX:\($0)") }
        #expect(Self.audited { $0.identities = sent }.auditIdentities == sent)
    }
}
