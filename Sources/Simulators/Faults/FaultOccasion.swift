/// The calls in its scope that a rule about a fault spoils.
///
/// What tells one call from another is its id: `X-Request-ID` for PDS FHIR, a digest of the body for the legacy SMSP.
public enum FaultOccasion: Sendable, Equatable {
    /// Every call.
    case always
    /// The first calls, this many.
    case first(Int)
    /// The first attempts, this many, of every id: what comes after is the client's retry.
    case firstAttempts(Int)
    /// This share of calls, chosen by id and seed: the same ids are chosen in every run.
    case share(Double, seed: UInt64)
}

/// The calls that one rule has counted and affected so far.
struct FaultCount: Sendable {
    /// Calls that the rule has spoilt.
    private(set) var spoilt = 0
    /// Attempts that it has seen of each id.
    private var attempts: [String: Int] = [:]

    /// True if `occasion` chooses a call of this id, which counts as an attempt.
    mutating func chooses(_ occasion: FaultOccasion, id: String) -> Bool {
        switch occasion {
        case .always:
            return true
        case .first(let count):
            return spoilt < count
        case .firstAttempts(let count):
            attempts[id, default: 0] += 1
            return attempts[id, default: 0] <= count
        case .share(let share, let seed):
            return IDHash.fraction(of: id, seed: seed) < share
        }
    }

    /// Counts a call that the rule did spoil.
    mutating func spoil() {
        spoilt += 1
    }
}

/// A number drawn from a text: the same in every run and on every machine.
enum IDHash {
    /// A fraction from 0 up to 1, evenly spread.
    ///
    /// FNV-1a over the seed and the text, then SplitMix64's finaliser, which spreads what FNV leaves in the low bits.
    static func fraction(of text: String, seed: UInt64) -> Double {
        var hash = 0xCBF2_9CE4_8422_2325 ^ seed
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return Double(hash >> 11) / Double(1 << 53 as UInt64)
    }
}
