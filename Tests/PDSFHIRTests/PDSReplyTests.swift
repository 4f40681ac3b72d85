import PDSFHIR
import Testing

@Suite("Replies of PDS")
struct PDSReplyTests {
    @Test("a record is told by its resource type")
    func patient() {
        let reply = Records.reply(Records.patient())
        #expect(reply.resource == "Patient")
        #expect(reply.spineCode == nil)
        #expect(reply.isIdentityConsistent)
        guard case .patient(let patient) = reply else { return #expect(Bool(false), "no patient") }
        #expect(patient.id == Records.number)
    }

    @Test("too many matches are an outcome although the status is 200")
    func tooMany() {
        let reply = Records.reply(Records.outcome("TOO_MANY_MATCHES"), status: 200)
        #expect(reply.resource == "OperationOutcome")
        #expect(reply.spineCode == "TOO_MANY_MATCHES")
    }

    @Test(
        "an answer that cannot be used says why",
        arguments: [
            ("", UnreadableReply.empty), (" \r\n\t", .empty), ("<html><body>Bad gateway</body></html>", .markup),
            ("\n<!DOCTYPE html>", .markup), (#"{"resourceType":"Patient""#, .brokenJSON),
            ("Service unavailable", .brokenJSON),
            (#"{"id":"1"}{"id":"2"}"#, .brokenJSON), (#"{"resourceType":"Patient","id":"1","id":"2"}"#, .duplicateKey),
            (#"{"resourceType":"Bundle","entry":[{"a":1,"a":1}]}"#, .duplicateKey), ("{}", .otherResource),
            ("[]", .otherResource),
            (#"{"resourceType":"Coverage"}"#, .otherResource), (#"{"resourceType":["Patient"]}"#, .otherResource),
            (#"{"resourceType":"Bundle","type":"batch","total":0}"#, .otherResource),
            (#"{"resourceType":"Bundle","type":"searchset"}"#, .brokenSearchset),
            (#"{"resourceType":"Bundle","type":"searchset","total":"1"}"#, .brokenSearchset),
            (Records.searchset(total: 1, [#"{"resourceType":"RelatedPerson"}"#]), .brokenSearchset),
            (#"{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{}]}"#, .brokenSearchset),
            (#"{"resourceType":"Patient"}"#, .identity(.idMissing)),
        ]
    )
    func unreadable(_ body: String, _ reason: UnreadableReply) {
        let reply = Records.reply(body)
        #expect(reply == .unreadable(reason))
        #expect(reply.resource == nil)
    }

    @Test("a body over the limits is not read")
    func limits() {
        let long = #"{"resourceType":"Patient","x":""# + String(repeating: "x", count: 1 << 20) + #""}"#
        #expect(Records.reply(long) == .unreadable(.brokenJSON))
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(Records.reply(#"{"x":\#(deep)}"#) == .unreadable(.brokenJSON))
    }

    @Test("a record or result with another status than 200 is not used", arguments: [201, 404, 500, 503])
    func otherStatus(_ status: Int) {
        #expect(Records.reply(Records.patient(), status: status) == .unreadable(.recordWithStatus(status)))
        #expect(
            Records.reply(Records.searchset(total: 0, []), status: status) == .unreadable(.recordWithStatus(status))
        )
    }

    @Test("only a record that is nobody's counts as crossed (D34)")
    func crossed() {
        #expect(!Records.reply(Records.patient(id: "9990000019")).isIdentityConsistent)
        let entry = Records.patient(#""identifier":[{"system":"\#(PatientIdentity.system)","value":"9990000026"}]"#)
        #expect(!Records.reply(Records.searchset(total: 1, [entry])).isIdentityConsistent)
        #expect(Records.reply("<html/>", status: 502).isIdentityConsistent)
        #expect(Records.reply(Records.outcome("RESOURCE_NOT_FOUND"), status: 404).isIdentityConsistent)
    }
}
