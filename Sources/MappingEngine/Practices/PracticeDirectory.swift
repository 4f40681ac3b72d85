import FoundationEssentials
import NHSIdentifiers

/// A GP practice of the ODS practice file.
public struct Practice: Sendable, Hashable {
    /// The name; nil when blank.
    public let name: String?
    /// The five lines of the address, in their places; nil where blank.
    public let lines: [String?]
    /// The postcode; nil when blank.
    public let postalCode: String?
    /// The telephone number; nil when blank.
    public let telephone: String?
}

/// The GP practices of England by ODS code, from the file `epraccur.csv` as it is published.
///
/// Shape of the file: 27 columns, of which are read: 1 code, 2 name, 5 to 9 address, 10 postcode, 18 telephone; a header
/// row, which ODS Data Search & Export gives on request, is skipped. Status and dates are not looked at: whose practice a person is under is for PDS to say.
///
/// - SeeAlso: decision D19; ODS data downloads, `epraccur`.
public struct PracticeDirectory: Sendable {
    private static let columnCount = 27
    private static let limitBytes = 64 << 20
    private static let shownProblems = 20

    private let practices: [String: Practice]

    /// A directory that knows no practice: answers then carry codes alone.
    public static let empty = PracticeDirectory(practices: [:])

    /// The number of practices.
    public var count: Int { practices.count }

    /// The practice with the code `odsCode`, in upper or lower case; nil when the file does not have it.
    public func practice(odsCode: String) -> Practice? {
        practices[odsCode.uppercased()]
    }

    /// Loads the practice file.
    ///
    /// - Throws: what is wrong, by line: a file that cannot be read, a first cell that is no ODS code (but for a header
    ///   row in the first line), another number of columns, a code that occurs twice.
    public static func load(file: String) throws(MappingProblems) -> PracticeDirectory {
        let bytes: [UInt8]
        do throws(OrdinaryFile.Refusal) {
            bytes = try OrdinaryFile(file, limit: limitBytes).bytes
        } catch {
            let place = SourceLine(file: file, line: 1)
            let suggestion = "epraccur.csv as published"
            throw MappingProblems([MappingProblem(place, "file", error.description, try: suggestion)])
        }
        return try PracticeDirectory(bytes, file: file)
    }

    /// The directory in `bytes`, which came from `file`.
    init(_ bytes: [UInt8], file: String) throws(MappingProblems) {
        let records: [CSVRecord]
        do throws(MappingProblem) {
            records = try CSVReader.records(of: bytes, file: file)
        } catch {
            throw MappingProblems([error])
        }
        var practices: [String: Practice] = [:]
        practices.reserveCapacity(records.count)
        var problems: [MappingProblem] = []
        for record in records.first.map(Self.isHeader) == true ? records.dropFirst() : records[...] {
            let code = record.fields[0]
            let place = SourceLine(file: file, line: record.line)
            if let (problem, got, suggestion) = Self.problem(with: record, isKnown: practices[code] != nil) {
                problems.append(MappingProblem(place, "practice", problem, got: got, try: suggestion))
                guard problems.count < Self.shownProblems else { break }
                continue
            }
            practices[code] = Practice(record.fields)
        }
        if practices.isEmpty, problems.isEmpty {
            let place = SourceLine(file: file, line: 1)
            problems.append(MappingProblem(place, "file", "has no practices", try: "epraccur.csv as published"))
        }
        guard problems.isEmpty else { throw MappingProblems(problems) }
        self.practices = practices
    }

    private init(practices: [String: Practice]) {
        self.practices = practices
    }

    private static func isHeader(_ record: CSVRecord) -> Bool {
        record.fields[0].lowercased() == "organisation code"
    }

    private static func problem(with record: CSVRecord, isKnown: Bool) -> (String, got: String?, suggestion: String)? {
        let code = record.fields[0]
        guard ODSCode.isPublishedForm(code) else {
            return (
                "begins with what is no ODS code", nil,
                "epraccur.csv as published; a header row begins with Organisation Code"
            )
        }
        guard record.fields.count == columnCount else {
            return ("has another number of columns", String(record.fields.count), "\(columnCount), as published")
        }
        return isKnown ? ("has a code that an earlier line has too", code, "epraccur.csv as published") : nil
    }
}

extension Practice {
    /// The practice in the cells of a line.
    fileprivate init(_ cells: [String]) {
        func cell(_ column: Int) -> String? {
            let text = cells[column - 1]
            return TextTransform.isWhite(text) ? nil : text
        }
        name = cell(2)
        lines = (5...9).map(cell)
        postalCode = cell(10)
        telephone = cell(18)
    }
}
