package import Bridge
package import BridgeServer
package import Conformance
package import Evidence
import Foundation
package import MappingEngine
package import Simulators
package import StrictYAML

/// Loads files that a person wrote; what is wrong with them is an ``InvalidConfiguration``.
package enum ConfigurationFile {
    /// Loads `bridge.yaml` and the file of sites; `forgotten` as ``BridgeConfiguration`` has it.
    package static func load(_ path: String, forgetting forgotten: String? = nil) throws -> BridgeConfiguration {
        let environment = ProcessInfo.processInfo.environment
        return try showingProblems { () throws(YAMLProblems) in
            try BridgeConfiguration.load(path: path, environment: environment, forgetting: forgotten)
        }
    }

    /// Reads the files that a configuration names.
    package static func readFiles(of configuration: BridgeConfiguration) throws -> ConfiguredFiles {
        do throws(ConfiguredFiles.Unusable) {
            return try ConfiguredFiles(configuration)
        } catch {
            throw InvalidConfiguration([error])
        }
    }

    package static func loadMappings(_ directory: String) throws -> MappingTables {
        do throws(MappingProblems) {
            return try MappingTables.load(directory: directory)
        } catch {
            throw InvalidConfiguration(error.problems)
        }
    }

    package static func loadComparison(_ directory: String) throws -> ComparisonTable {
        try showingProblems { () throws(YAMLProblems) in try ComparisonTable(file: directory + "/comparison.yaml") }
    }

    package static func loadPractices(_ path: String) throws -> PracticeDirectory {
        do throws(MappingProblems) {
            return try PracticeDirectory.load(file: path)
        } catch {
            throw InvalidConfiguration(error.problems)
        }
    }

    package static func loadPeople(_ path: String) throws -> SyntheticPeople {
        try showingProblems { () throws(YAMLProblems) in try SyntheticPeople(contentsOf: path) }
    }

    package static func loadConformancePeople(_ path: String) throws -> ConformancePeople {
        try showingProblems { () throws(YAMLProblems) in try ConformancePeople.load(contentsOf: path) }
    }

    /// Reads the key in a secret file.
    ///
    /// - Parameters:
    ///   - bytes: the fewest that make one.
    ///   - make: makes the key; nil when there are too few.
    package static func loadKey<Key>(_ value: YAMLValue, bytes: Int, _ make: ([UInt8]) -> Key?) throws -> Key {
        do throws(YAMLProblem) {
            guard let key = make(try value.secret().bytes) else {
                throw value.problem(
                    "names a file of fewer than \(bytes) bytes",
                    try: "head -c \(bytes) /dev/urandom > \(value.filePath)"
                )
            }
            return key
        } catch {
            throw InvalidConfiguration([error])
        }
    }

    package static func loadSecret(_ value: YAMLValue) throws -> String {
        do throws(YAMLProblem) {
            guard let text = try value.secret().text else {
                throw value.problem("names a file that is not UTF-8", try: "the file as it was issued")
            }
            return text
        } catch {
            throw InvalidConfiguration([error])
        }
    }

    /// Runs `load`; its problems become an ``InvalidConfiguration``.
    package static func showingProblems<Value>(_ load: () throws(YAMLProblems) -> Value) throws -> Value {
        do throws(YAMLProblems) {
            return try load()
        } catch {
            throw InvalidConfiguration(error.problems)
        }
    }
}
