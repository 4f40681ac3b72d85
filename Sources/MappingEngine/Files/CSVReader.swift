import NHSIdentifiers

/// One record of a CSV file.
struct CSVRecord: Sendable, Equatable {
    /// The line on which the record begins.
    let line: Int
    let fields: [String]
}

/// A strict reader of comma-separated values.
///
/// 1. Records end with a line feed, or a carriage return and a line feed; the last one may go without.
/// 2. A field in quotation marks may hold commas, line breaks and doubled quotation marks; a quotation mark anywhere
///    else is a mistake, as is text after a closing one.
/// 3. White space belongs to the field. Empty lines are passed over. A byte order mark at the start is passed over.
///
/// Records keep the line they begin on, which the tables' problems name.
///
/// - SeeAlso: RFC 4180 §2.
struct CSVReader {
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: ArraySlice<UInt8>
    private let file: String
    private var position: Int
    private var line = 1

    private init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes.withoutByteOrderMark
        self.file = file
        self.position = self.bytes.startIndex
    }

    /// The records of `bytes`, which came from `file`.
    static func records(of bytes: [UInt8], file: String) throws(MappingProblem) -> [CSVRecord] {
        var reader = CSVReader(bytes, file: file)
        var records: [CSVRecord] = []
        while let record = try reader.nextRecord() { records.append(record) }
        return records
    }

    private mutating func nextRecord() throws(MappingProblem) -> CSVRecord? {
        while takeLineEnd() {}
        guard position < bytes.endIndex else { return nil }
        let start = line
        var fields = [try nextField()]
        while position < bytes.endIndex, bytes[position] == Self.comma {
            position += 1
            fields.append(try nextField())
        }
        guard position == bytes.endIndex || takeLineEnd() else {
            throw problem("text follows a closing quotation mark", try: "a comma or the end of the line there")
        }
        return CSVRecord(line: start, fields: fields)
    }

    private mutating func nextField() throws(MappingProblem) -> String {
        guard position < bytes.endIndex, bytes[position] == Self.quote else { return try plainField() }
        return try quotedField()
    }

    private mutating func plainField() throws(MappingProblem) -> String {
        let start = position
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte == Self.comma || byte == Self.lineFeed { break }
            if byte == Self.quote {
                throw problem(
                    "a quotation mark is inside a field",
                    try: "the whole field in quotation marks, and this one doubled"
                )
            }
            position += 1
        }
        let endsWithReturn = position > start && bytes[position - 1] == Self.carriageReturn
        let isLast = position == bytes.endIndex || bytes[position] == Self.lineFeed
        return try text(bytes[start..<(endsWithReturn && isLast ? position - 1 : position)])
    }

    private mutating func quotedField() throws(MappingProblem) -> String {
        let opening = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == Self.quote {
                guard position < bytes.endIndex, bytes[position] == Self.quote else { return try text(content[...]) }
                position += 1
            } else if byte == Self.lineFeed {
                line += 1
            }
            content.append(byte)
        }
        line = opening
        throw problem("a quotation mark is opened and never closed", try: "a closing quotation mark")
    }

    private mutating func takeLineEnd() -> Bool {
        var next = position
        if next < bytes.endIndex, bytes[next] == Self.carriageReturn { next += 1 }
        guard next < bytes.endIndex, bytes[next] == Self.lineFeed else { return false }
        position = next + 1
        line += 1
        return true
    }

    private func text(_ field: ArraySlice<UInt8>) throws(MappingProblem) -> String {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw problem("the text is not UTF-8", try: "the file saved as UTF-8")
        }
        return text
    }

    private func problem(_ problem: String, try suggestion: String) -> MappingProblem {
        MappingProblem(SourceLine(file: file, line: line), "record", problem, try: suggestion)
    }
}
