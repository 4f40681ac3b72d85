import ArgumentParser
import Backends
import Foundation
import JSONTree
import MappingEngine
import PDSFHIR
import SMSPContract

/// `explain`: where each element of an answer comes from, offline.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Names, for each element of an answer, its mapping row and its part of a FHIR Patient.",
        discussion: """
            The FHIR Patient is read from standard input, and taken as the record that a details operation found. No \
            value of it is printed, except those that are not on the closed list of their element.
            """
    )

    @OptionGroup var reading: RecordReading

    @Flag(help: "Print a JSON array instead of lines.")
    var json = false

    func run() async throws {
        let tables = try reading.tables()
        let patient = try RecordReading.patient(in: PDSReply(status: 200, body: try Terminal.read("-")))
        let mapped = tables.patientDetails(
            from: patient,
            localIdentifier: nil,
            practices: try reading.practiceDirectory(),
            on: try reading.date(),
            profile: SiteProfile()
        )
        RecordReading.tell(mapped.diagnostics.map(CallDiagnostic.init))
        for value in tables.unlistedValues(in: patient) { Terminal.complain("not on its list: \(value)") }
        guard mapped.details != nil, !patient.hasUnreadStatus else {
            Terminal.complain("standard input: is nothing that an answer can be made of")
            throw ExitStatus.backendDown
        }
        let elements = mapped.provenance.map(ExplainedElement.init)
        print(json ? try JSONText.pretty(elements) : ExplainedElement.lines(of: elements).joined(separator: "\n"))
    }
}

/// An element of an answer and where it comes from, without its value.
struct ExplainedElement: Encodable {
    /// The element, as ``SMSPLeaf`` spells it, with its place among several.
    let element: String
    let row: String
    /// The place of the row, as `file:line`.
    let place: String
    /// The paths of the record, of the practice file or of the request.
    let sources: [String]

    init(_ provenance: Provenance) {
        element = provenance.leaf.rawValue + (provenance.index > 0 ? " (\(provenance.index + 1))" : "")
        row = provenance.row
        place = "\(provenance.place.file):\(provenance.place.line)"
        sources = provenance.sources.map { source in
            switch source {
            case .record(let path): path.description
            case .practice(let field): field
            case .request(let part): part
            }
        }
    }

    /// One line an element, its parts in columns.
    static func lines(of elements: [ExplainedElement]) -> [String] {
        let rows = elements.map { [$0.element, "\($0.row) (\($0.place))", $0.sources.joined(separator: ", ")] }
        let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let padded = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            return (padded + [row[2]]).joined(separator: "  ← ")
        }
    }
}
