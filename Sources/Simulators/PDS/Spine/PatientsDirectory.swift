import FoundationEssentials
import HTTPTypes
import JSONTree
import NHSIdentifiers

/// FHIR Patients in files, served byte for byte by their ids.
///
/// Shape: every file of the folder that ends in `.json` is one Patient whose `id` is an NHS number. Other files are
/// not looked at, nor are folders within.
public struct PatientsDirectory: Sendable {
    /// The reason that a folder cannot be served.
    public enum Problem: Error, Equatable {
        /// The folder cannot be listed.
        case unreadableFolder
        /// The file, by its name, cannot be read.
        case unreadableFile(String)
        /// The file is not the JSON of one Patient whose `id` is an NHS number.
        case notAPatient(String)
        /// The file has the `id` of another file.
        case duplicate(String)
    }

    private let answers: [NHSNumber: PDSAnswer]

    /// No patients.
    public init() {
        self.answers = [:]
    }

    /// The patients in the folder at `path`.
    public init(path: String) throws(Problem) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { throw .unreadableFolder }
        var answers: [NHSNumber: PDSAnswer] = [:]
        for name in names.sorted() where name.hasSuffix(".json") {
            guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
                throw .unreadableFile(name)
            }
            let bytes = Array(data)
            guard let patient = try? JSONValue.parse(bytes), patient["resourceType"]?.string == "Patient",
                let number = patient["id"]?.string.flatMap(NHSNumber.init)
            else { throw .notAPatient(name) }
            var answer = PDSAnswer(.ok, contentType: "application/fhir+json", body: bytes)
            answer.headers[.eTag] = patient["meta"]?["versionId"]?.string.map { "W/\"\($0)\"" }
            guard answers.updateValue(answer, forKey: number) == nil else { throw .duplicate(name) }
        }
        self.answers = answers
    }

    /// The answer for a number that the folder has.
    subscript(number: NHSNumber) -> PDSAnswer? { answers[number] }
}
