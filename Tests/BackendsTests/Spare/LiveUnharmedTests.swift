import SeededRandom
import Testing

/// Live load never notices that what it leaves of the quota is used.
///
/// Time is virtual: the bucket is told what time it is. Each load is run with comparisons that never run out, and
/// without any.
@Suite struct LiveUnharmedTests {
    private static let seed = TestSeed.random()

    private static let loads: [LiveLoad] = [
        .square(seconds: 1), .square(seconds: 10), .square(seconds: 30), .square(seconds: 45), .sine(seconds: 10),
        .sine(seconds: 120), .sine(seconds: 600), .bursts(seed: seed), .bursts(seed: seed &+ 1), .turns(seed: seed),
        .plateau(share: 0.97),
    ]

    private static let quotas = [5.0, 20]
    private static let length = 900

    @Test("no live request waits a moment longer than it would with nothing compared", arguments: loads, quotas)
    func waits(_ load: LiveLoad, _ quota: Double) {
        let simulation = QuotaSimulation(quota: quota, length: Self.length, load: load)
        let (beside, alone) = (simulation.run(), simulation.alone())
        #expect(beside.spareSent.count > 100)
        #expect(alone.liveWaits.count > 100)
        #expect(beside.liveWaits == alone.liveWaits)
    }

    @Test("no live request is refused, whichever minutes PDS counts", arguments: loads, quotas)
    func refusals(_ load: LiveLoad, _ quota: Double) {
        for minute in Gateway.Minute.allCases {
            let simulation = QuotaSimulation(quota: quota, length: Self.length, load: load, minute: minute)
            let (beside, alone) = (simulation.run(), simulation.alone())
            #expect(alone.liveRefused == 0, "the load by itself is within the quota")
            #expect(beside.liveRefused == 0, "\(minute)")
            #expect(beside.spareRefused == 0, "\(minute)")
        }
    }

    @Test("nine tenths of what live load leaves are used", arguments: [LiveLoad.nothing] + loads, quotas)
    func used(_ load: LiveLoad, _ quota: Double) {
        let outcome = QuotaSimulation(quota: quota, length: Self.length, load: load).run()
        let left = quota * Double(Self.length) - Double(outcome.liveWaits.count)
        let share = Double(outcome.spareSent.count) / left
        print("quota \(quota)/s, \(load): \((share * 100).rounded())% of what is left is used")
        #expect((0.9...1).contains(share))
    }

    @Test("timers that fire up to ten milliseconds late cost little of it", arguments: quotas)
    func late(_ quota: Double) {
        var simulation = QuotaSimulation(quota: quota, length: Self.length, load: .sine(seconds: 120))
        simulation.lateness = 0.01
        simulation.comparisons = 1
        let outcome = simulation.run()
        let left = quota * Double(Self.length) - Double(outcome.liveWaits.count)
        #expect(Double(outcome.spareSent.count) >= 0.9 * left)
    }

    @Test("live load that begins has the quota to itself within a second", arguments: quotas)
    func within(_ quota: Double) {
        let outcome = QuotaSimulation(quota: quota, length: 300, load: .square(seconds: 40)).run()
        for begin in stride(from: 40.0, to: 300, by: 80) {
            let before = outcome.spareSent.count { (begin - 1..<begin).contains($0) }
            let after = outcome.spareSent.count { (begin + 1..<begin + 40).contains($0) }
            #expect(Double(before) >= 0.8 * quota)
            #expect(after == 0, "from \(begin) on")
        }
    }
}
