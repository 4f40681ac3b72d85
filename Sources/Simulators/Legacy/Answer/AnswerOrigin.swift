import Crypto
import FoundationEssentials

/// The ids and the time of one answer.
struct AnswerOrigin: Sendable {
    let ids: AnswerIDs
    /// The time in a rich header and in `Date`.
    let time: Date

    /// Random ids, and the time of the call.
    init(at time: Date) {
        ids = AnswerIDs { _ in (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max)) }
        self.time = time
    }

    /// Ids and a time that follow from `seed` and the bytes of the request's body alone.
    ///
    /// The same request so gets the same answer, byte for byte, whatever came before it and on whichever connection.
    init(seed: UInt64, body: [UInt8]) {
        let key = Array(SHA256.hash(data: Self.bytes(of: seed) + body))
        ids = AnswerIDs { Self.words(key: key, index: $0) }
        time = Self.firstTime.addingTimeInterval(Double(Self.words(key: key, index: .max).high % Self.secondsOfYear))
    }

    /// 2026-01-01T00:00:00Z.
    private static let firstTime = Date(timeIntervalSince1970: 1_767_225_600)
    private static let secondsOfYear: UInt64 = 365 * 86_400

    /// 128 bits for each index.
    private static func words(key: [UInt8], index: UInt64) -> (high: UInt64, low: UInt64) {
        let digest = SHA256.hash(data: key + bytes(of: index))
        let words = Array(digest).prefix(16).reduce(into: (high: UInt64(0), low: UInt64(0))) { words, byte in
            words.high = words.high << 8 | words.low >> 56
            words.low = words.low << 8 | UInt64(byte)
        }
        return words
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
