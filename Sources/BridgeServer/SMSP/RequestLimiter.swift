import Synchronization

/// The limit of requests in flight, over all connections.
///
/// - SeeAlso: decision D10; docs/bridge.example.yaml.
final class RequestLimiter: Sendable {
    private let taken = Atomic(0)

    /// The number of requests in flight.
    var inUse: Int { taken.load(ordering: .relaxed) }

    /// Takes a place; false when all are taken.
    func take(of limit: Int) -> Bool {
        var found = inUse
        // Never more than there are, not even for a moment: another caller would be refused for it.
        while found < limit {
            let (isTaken, now) = taken.weakCompareExchange(expected: found, desired: found + 1, ordering: .relaxed)
            if isTaken { return true }
            found = now
        }
        return false
    }

    /// Gives a place back.
    func give() { taken.subtract(1, ordering: .relaxed) }
}
