import ArgumentParser
import NHSIdentifiers
import StrictYAML

/// The NHS number in a file of a patient's values, the same file as that of `query`.
enum PatientNumber {
    private static let shape = YAMLShape.mapping([
        YAMLKey("nhsNumber", .string(), .required, "The NHS number, ten digits."),
        YAMLKey("dateOfBirth", .string(), .optional, "Not looked at."),
        YAMLKey("given", .string(), .optional, "Not looked at."),
        YAMLKey("family", .string(), .optional, "Not looked at."),
    ])

    /// Reads the number from `file`; `-` is standard input.
    static func load(from file: String) throws -> NHSNumber {
        let text = String(decoding: try Terminal.read(file), as: UTF8.self)
        let document = try ConfigurationFile.showingProblems { () throws(YAMLProblems) in
            try YAMLDocument.load(text, file: file, shape: shape, withholdingValues: true)
        }
        guard let number = NHSNumber(document.at("nhsNumber").string.filter { $0 != " " }) else {
            throw ValidationError("nhsNumber: must be ten digits that pass modulus 11.")
        }
        return number
    }
}
