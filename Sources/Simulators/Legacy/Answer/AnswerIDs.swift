import NHSIdentifiers
import Synchronization

/// The ids of one answer, each a UUID in upper case.
final class AnswerIDs: Sendable {
    private let make: @Sendable (_ index: UInt64) -> (high: UInt64, low: UInt64)
    private let count = Mutex<UInt64>(0)

    /// Ids from 128 bits each, which depend on the place of the id in the answer or on nothing.
    init(_ make: @escaping @Sendable (_ index: UInt64) -> (high: UInt64, low: UInt64)) {
        self.make = make
    }

    /// The next id: a UUID of version 4 (RFC 9562 §5.4).
    func next() -> String {
        let index = count.withLock { count in
            defer { count += 1 }
            return count
        }
        let bits = make(index)
        return UUIDText.version4(high: bits.high, low: bits.low)
    }
}
