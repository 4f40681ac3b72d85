import Foundation

/// The seed of a test that draws.
///
/// It is printed, and `TEST_SEED` in the environment replaces it, so that a run that failed can be repeated.
public enum TestSeed {
    /// A seed that is the same in every run.
    public static func fixed(_ seed: UInt64) -> UInt64 {
        let seed = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? seed
        print("TEST_SEED=\(seed)")
        return seed
    }

    /// A seed that differs between runs.
    public static func random() -> UInt64 { fixed(UInt64.random(in: 0...UInt64.max)) }
}
