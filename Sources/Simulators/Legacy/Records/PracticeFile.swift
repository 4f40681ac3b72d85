import FoundationEssentials
import NHSIdentifiers

/// The GP practices that the legacy service knows, from `epraccur.csv` as it is published.
///
/// Shape: 27 columns, with or without a header row, read are 1 code, 2 name, 5 to 9 address, 10 postcode, 18 telephone.
///
/// - SeeAlso: decision D19; ODS data downloads, `epraccur`.
public struct PracticeFile: Sendable {
    /// The cells of a practice; blank texts are blank cells.
    struct Entry: Sendable {
        let name: String
        let lines: [String]
        let postcode: String
        let telephone: String
    }

    /// The reason for which a file cannot be used.
    public enum Problem: Error, Equatable {
        /// It cannot be read, or is not UTF-8.
        case unreadable
        /// The record at this line, counted from 1, does not have 27 columns.
        case columns(line: Int)
    }

    private let entries: [String: Entry]

    /// No practices: answers carry codes alone.
    public static let none = PracticeFile(entries: [:])

    private init(entries: [String: Entry]) {
        self.entries = entries
    }

    /// The practices in the file at `path`.
    public init(contentsOf path: String) throws(Problem) {
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let text = String(validating: data.withoutByteOrderMark, as: UTF8.self)
        else { throw .unreadable }
        var entries: [String: Entry] = [:]
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            let cells = Self.cells(of: line)
            // A header row, behind a byte order mark if there is one.
            if index == 0, cells[0].lowercased().hasSuffix("organisation code") { continue }
            guard cells.count == 27 else { throw .columns(line: index + 1) }
            entries[cells[0]] = Entry(
                name: cells[1],
                lines: Array(cells[4...8]),
                postcode: cells[9],
                telephone: cells[17]
            )
        }
        self.entries = entries
    }

    /// The practice of a code in either case; nil if the file does not have it.
    subscript(code: String) -> Entry? { entries[code.uppercased()] }

    /// The cells of a line, whose quotation marks may hold commas and doubled quotation marks.
    ///
    /// The file as published has no line ends within a cell.
    private static func cells(of line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        var previousClosed = false
        for character in line {
            switch character {
            case "\"":
                // The second of two quotation marks within a cell is the one that counts.
                if previousClosed { cells[cells.count - 1].append("\"") }
                previousClosed = isQuoted
                isQuoted.toggle()
                continue
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
            previousClosed = false
        }
        return cells
    }
}
