import Foundation
import NHSIdentifiers
import StrictYAML

/// Which PDS FHIR pairs may be stored from: nothing that holds a real patient is ever written to a corpus.
public enum PairSource {
    /// The environments of PDS FHIR whose patients are test patients.
    private static let environments: Set<String> = ["int.api.service.nhs.uk", "sandbox.api.service.nhs.uk"]

    /// True if the patients behind a base URL are test patients: on this machine, or in a test environment.
    public static func isOfTests(_ baseURL: String) -> Bool {
        guard let host = URL(string: baseURL)?.host() else { return false }
        return environments.contains(host) || LoopbackHost.contains(host)
    }

    /// Refuses a pair that came from anywhere else.
    static func check(_ source: YAMLValue) throws(YAMLProblems) {
        guard isOfTests(source.string) else {
            throw YAMLProblems([
                source.problem(
                    "is no environment of test patients: pairs of production are not replayed",
                    try: environments.sorted().joined(separator: ", ") + ", or a simulator on this machine"
                )
            ])
        }
    }
}
