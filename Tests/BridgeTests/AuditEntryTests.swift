import Bridge
import Foundation
import SMSPContract
import Testing

/// One entry has one text, in the order that docs/admin-api.md gives.
@Suite struct AuditEntryTests {
    private static let time = Date(timeIntervalSince1970: 1_795_000_000.25)

    private static var call: AuditedCall {
        var call = AuditedCall()
        call.messageID = "uuid:1"
        call.trackingID = "T1"
        call.auditIdentities = [AuditIdentity(type: "1.2", uri: "urn:x")]
        call.site = "RXX"
        call.operation = .verifyNHSNumber
        call.backend = .fhir
        call.fhirRequestIDs = ["a", "b"]
        call.code = "SMSP-0000"
        call.latencyMilliseconds = 12
        call.upstreamMilliseconds = 9
        call.mappingHash = "hash"
        call.profileHash = "profile"
        call.subject = "token"
        return call
    }

    @Test("a call has all members in order")
    func callMembers() {
        let text = AuditEntry(sequence: 7, time: Self.time, event: .call(Self.call)).json
        let expected = """
            {"sequence":7,"time":"2026-11-18T11:06:40.250Z","messageID":"uuid:1","trackingID":"T1",\
            "auditIdentities":[{"type":"1.2","uri":"urn:x"}],"site":"RXX","operation":"verifyNHSNumber",\
            "purpose":"answer","backend":"fhir","fhirRequestIDs":["a","b"],"code":"SMSP-0000","latency":12,\
            "upstream":9,"mappingHash":"hash","profileHash":"profile",\
            "subject":"token"}
            """
        #expect(text == expected)
    }

    @Test("a call and an action read back from their text")
    func readBack() throws {
        let action = AuditedAction(user: "op", action: "promote", site: "RXX", from: "a", to: "b", reason: "c")
        for event in [AuditEvent.call(Self.call), .call(AuditedCall()), .action(action)] {
            let entry = AuditEntry(sequence: 1, time: Self.time, event: event)
            #expect(try AuditEntry(json: Data(entry.json.utf8)) == entry)
        }
    }

    @Test(
        "quotation marks, control characters and those that steer terminals are escaped",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\u000a"#), ("\u{1B}", #"\u001b"#), ("\u{9B}", #"\u009b"#),
            ("é", "é"),
        ]
    )
    func escaped(_ text: String, _ expected: String) throws {
        let entry = AuditEntry(sequence: 1, time: Self.time, event: .action(AuditedAction(user: text, action: "x")))
        #expect(entry.json.contains(#""user":"\#(expected)""#))
        #expect(try AuditEntry(json: Data(entry.json.utf8)) == entry)
    }

    @Test("parts of a millisecond are cut off, and a bound is the first time not before it")
    func milliseconds() {
        let time = Date(timeIntervalSince1970: 1_795_000_000.0625)
        #expect(AuditTime.text(of: time) == "2026-11-18T11:06:40.062Z")
        #expect(AuditTime.text(notBefore: time) == "2026-11-18T11:06:40.063Z")
    }
}
