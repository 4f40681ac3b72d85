import Synchronization

/// A count that many tasks add to.
final class Tally: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .acquiring) }

    func add() { value.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
