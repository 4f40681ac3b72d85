import SMSPContract
import Simulators
import Testing

@Suite("Legacy simulator: faults by word")
struct LegacyFaultWordTests {
    @Test(
        "each word names its fault",
        arguments: [
            ("delay=250", LegacyFault.delay(.milliseconds(250))), ("hang", .hang), ("reset", .reset),
            ("cut", .cutMidBody), ("html", .html(status: 503)), ("html=502", .html(status: 502)),
            ("empty", .empty(status: 200)), ("empty=500", .empty(status: 500)), ("garbage", .garbageBody),
            ("garbage-head", .garbageHead), ("fault", .soapFault(.backendUnavailable)),
            ("fault=callerUnknown", .soapFault(.callerUnknown)), ("crossed", .crossed), ("chunked", .chunked),
            ("close", .closing), ("padded=200000", .padded(bytes: 200_000)),
            ("as", .inForm(.gzip)), ("as=utf16", .inForm(.utf16)),
        ]
    )
    func words(_ word: String, _ fault: LegacyFault) {
        #expect(LegacyFault(word: word) == fault)
        #expect(LegacyFaultRule(word: word, seed: 1) == LegacyFaultRule(fault))
    }

    @Test("a share stands behind an @")
    func share() {
        let rule = LegacyFaultRule(word: "html=503@0.05", seed: 9)
        #expect(rule == LegacyFaultRule(.html(status: 503), .share(0.05, seed: 9)))
    }

    @Test(
        "what names no fault is refused",
        arguments: [
            "", "@", "@0.5", "delay", "delay=-1", "delay=soon", "padded", "hang=1", "html=99", "html=x",
            "fault=nothing",
            "hang@", "hang@2", "hang@-0.1", "slow",
        ]
    )
    func refused(_ word: String) {
        #expect(LegacyFaultRule(word: word, seed: 1) == nil)
    }

    @Test("every word of the help is understood")
    func help() {
        for word in LegacyFault.words {
            let plain = word.prefix { $0 != "[" && $0 != "=" }
            let isComplete = LegacyFault(word: String(plain)) != nil
            #expect(isComplete || LegacyFault(word: plain + "=1") != nil, "\(word)")
        }
    }
}
