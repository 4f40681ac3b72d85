import ArgumentParser
import Bridge
import Foundation
import MappingEngine
import Simulators
import StrictYAML

/// Loads files that a person wrote, and shows every problem they have the same way.
enum ConfigurationFile {
    /// Loads `bridge.yaml` and the file of sites; prints what is wrong and ends with status 3.
    static func load(_ path: String) throws -> BridgeConfiguration {
        try showingProblems { () throws(YAMLProblems) in
            try BridgeConfiguration.load(path: path, environment: ProcessInfo.processInfo.environment)
        }
    }

    /// Loads mapping tables; prints what is wrong and ends with status 3.
    static func loadMappings(_ directory: String) throws -> MappingTables {
        do throws(MappingProblems) {
            return try MappingTables.load(directory: directory)
        } catch {
            throw Self.refused(error.problems)
        }
    }

    /// Loads a practice file; prints what is wrong and ends with status 3.
    static func loadPractices(_ path: String) throws -> PracticeDirectory {
        do throws(MappingProblems) {
            return try PracticeDirectory.load(file: path)
        } catch {
            throw Self.refused(error.problems)
        }
    }

    /// Loads synthetic people; prints what is wrong and ends with status 3.
    static func loadPeople(_ path: String) throws -> SyntheticPeople {
        try showingProblems { () throws(YAMLProblems) in try SyntheticPeople(contentsOf: path) }
    }

    /// Loads the test patients of an endpoint; prints what is wrong and ends with status 3.
    static func loadConformancePeople(_ path: String) throws -> ConformancePeople {
        try showingProblems { () throws(YAMLProblems) in try ConformancePeople.load(contentsOf: path) }
    }

    /// Reads the text of a secret file; prints what is wrong and ends with status 3.
    static func loadSecret(_ value: YAMLValue) throws -> String {
        do throws(YAMLProblem) {
            guard let text = try value.secret().text else {
                throw value.problem("names a file that is not UTF-8", try: "the file as it was issued")
            }
            return text
        } catch {
            throw Self.refused([error])
        }
    }

    /// What `load` loads; prints what is wrong and ends with status 3.
    static func showingProblems<Value>(_ load: () throws(YAMLProblems) -> Value) throws -> Value {
        do throws(YAMLProblems) {
            return try load()
        } catch {
            throw Self.refused(error.problems)
        }
    }

    /// Prints what is wrong; the exit status 3.
    static func refused(_ problems: [some CustomStringConvertible]) -> ExitCode {
        for problem in problems { Terminal.complain(problem.description) }
        return ExitStatus.invalid
    }
}
