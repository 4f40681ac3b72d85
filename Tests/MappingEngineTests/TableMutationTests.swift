import Foundation
import Testing

@testable import MappingEngine

/// Every single row of the tables is needed: without it the check names a file and a line.
@Suite struct TableMutationTests {
    static let files = [
        "codes/address-use.csv", "codes/gender.csv", "codes/telecom-scheme.csv", "codes/telecom-use.csv",
        "dropped.yaml",
        "mapping.yaml", "outcomes.csv", "patient-leaves.csv", "profiles.csv",
        "requests/getNHSNumber.yaml", "requests/getPatientDetails.yaml", "requests/getPatientDetailsByNHSNumber.yaml",
        "requests/getPatientDetailsBySearch.yaml",
        "requests/verifyNHSNumber.yaml", "responses/patient-details.yaml",
    ]

    /// The lines of each row: a line of a CSV file, an entry of a YAML list, a key of `mapping.yaml`.
    static func rows(of file: String, _ lines: [Substring]) -> [Range<Int>] {
        guard file.hasSuffix(".yaml") else { return (1..<lines.count).map { $0..<($0 + 1) } }
        return lines.indices.compactMap { start in
            let line = lines[start]
            let indent = line.prefix { $0 == " " }.count
            if file == "mapping.yaml" { return line.hasPrefix("#") ? nil : start..<(start + 1) }
            guard line.dropFirst(indent).hasPrefix("- ") else { return nil }
            let end = lines[(start + 1)...].firstIndex { !$0.isEmpty && $0.prefix { $0 == " " }.count <= indent }
            return start..<(end ?? lines.count)
        }
    }

    @Test("any single row removed makes the check fail with file and line", arguments: files)
    func everyRowIsNeeded(_ file: String) throws {
        let tables = try TablesDirectory()
        var lines = try tables.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let rows = Self.rows(of: file, lines)
        #expect(!rows.isEmpty)
        for row in rows {
            let kept = Array(lines[..<row.lowerBound] + lines[row.upperBound...])
            try tables.write(kept.joined(separator: "\n") + "\n", to: file)
            let problems = tables.problems()
            #expect(!problems.isEmpty, "\(file) without line \(row.lowerBound + 1): \(lines[row.lowerBound])")
            for problem in problems {
                #expect(
                    problem.wholeMatch(of: /[a-zA-Z\/-]+\.(csv|yaml):[0-9]+: .+: .+\. Try: .+/) != nil,
                    "\(problem)"
                )
            }
        }
    }

    @Test("any file removed makes the check fail", arguments: files)
    func everyFileIsNeeded(_ file: String) throws {
        let tables = try TablesDirectory()
        try FileManager.default.removeItem(atPath: "\(tables.path)/\(file)")
        #expect(!tables.problems().isEmpty)
    }
}
