import Foundation

/// How long the tests that repeat something go on.
enum Soak {
    /// Whether `make soak` runs: the one place where its variable is read.
    ///
    /// The name has not the prefix that overrides values of `bridge.yaml`.
    static let isOn = ProcessInfo.processInfo.environment["BRIDGE_SOAK"] == "1"

    /// How often something is repeated: in `make test`, and in `make soak`.
    static func times(_ usual: Int, soak: Int) -> Int { isOn ? soak : usual }
}
