import Foundation
import Testing

/// A reader who has only the repository can open every citation.
@Suite struct ReferenceTests {
    private static let repository = Result { try Repository.load() }

    @Test("every decision, note, page, link and source that is cited is there")
    func citationsResolve() throws {
        let repository = try Self.repository.get()
        let register = Register(repository)
        #expect(register.decisions.count > 60 && register.documents.count > 20)
        #expect(repository.files.flatMap { Citations(file: $0, register: register).unresolved } == [])
    }

    @Test("no text for operators cites a number of the register")
    func operatorTextsCiteNoNumber() throws {
        let repository = try Self.repository.get()
        let register = Register(repository)
        let sources = repository.files.filter { $0.path.hasPrefix("Sources/") }
        #expect(sources.flatMap { Citations(file: $0, register: register).internalNumbersInTexts } == [])
    }

    @Test("decisions and notes have a number each, and each note is listed")
    func numbersAreUnique() throws {
        let register = Register(try Self.repository.get())
        let headings = register.headings["docs/decisions.md", default: []].filter { $0.hasPrefix("D") }
        #expect(headings.count - 1 == register.decisions.count, "a number is used twice, or a heading has none")
        let notes = register.paths.filter { $0.hasPrefix(Register.notesFolder + "N") }
        #expect(notes.count == register.notes.count)
        let index = try Repository.text("docs/design-notes/README.md")
        for note in notes {
            let name = note.split(separator: "/").last.map(String.init) ?? ""
            let number = name.prefix { $0 != "-" }
            #expect(index.contains("(\(name))"), "\(name) is not in the list")
            #expect(register.headings[note]?.first?.hasPrefix("\(number) ") == true, "\(name) has another heading")
        }
    }

    @Test("a citation that resolves to nothing is reported", arguments: Plant.all)
    func plantedCitationsAreReported(_ plant: Plant) throws {
        let register = Register(Plant.repository)
        let citations = Citations(file: Repository.File(path: plant.path, text: plant.text), register: register)
        #expect(citations.unresolved == (plant.report.map { ["\(plant.path):1: \($0)"] } ?? []))
    }

    @Test("a number in a text for operators is reported")
    func plantedNumberInTextIsReported() {
        let text = "let about = \"Which of several addresses (D1).\" // D1\n// \"D1\""
        let file = Repository.File(path: "Sources/A/A.swift", text: text)
        let citations = Citations(file: file, register: Register(Plant.repository))
        #expect(citations.internalNumbersInTexts == ["Sources/A/A.swift:1: a text for operators cites D1"])
    }
}

/// A line that cites something, and what is reported of it; nil if it resolves.
struct Plant: Sendable, CustomTestStringConvertible {
    let text: String
    let report: String?
    var path = "Sources/A/A.swift"

    var testDescription: String { text }

    /// A repository with one decision, one note, one page, one published document and one type.
    static let repository = Repository(
        paths: [
            "docs", "docs/decisions.md", "docs/page.md", "docs/contract/sources.md", "docs/design-notes/N1-one.md",
            "Sources/A/A.swift",
        ],
        files: [
            Repository.File(path: "docs/decisions.md", text: "# Decisions\n### D1 A question"),
            Repository.File(path: "docs/page.md", text: "# Page\n## 2 Part `two`, and more\n### 2.1 Detail"),
            Repository.File(path: "docs/contract/sources.md", text: "| `RFC` | a document |"),
            Repository.File(path: "Sources/A/A.swift", text: "struct Thing {}\nstruct ThingTests {}"),
        ]
    )

    static let all = [
        Plant(text: "// As D1 says (N1).", report: nil),
        Plant(text: "// As D2 says.", report: "no D2"),
        Plant(text: "// As N2 says.", report: "no N2"),
        Plant(text: "// A postcode: N2 9ZZ", report: nil),
        Plant(text: "// As docs/page.md §2 and §2.1 say.", report: nil),
        Plant(text: "// As docs/page.md §2, §3 say.", report: "no §3 in docs/page.md"),
        Plant(text: "// As docs/gone.md says.", report: "no docs/gone.md"),
        Plant(text: "/// - SeeAlso: decision D1; docs/page.md §2.1; RFC 9110 §5; ``Thing``.", report: nil),
        Plant(text: "/// - SeeAlso: decisions D1, D7.", report: "no D7"),
        Plant(text: "/// - SeeAlso: the-contract §5.", report: "no source listed for “the-contract §5”"),
        Plant(
            text: "/// - SeeAlso: RFC 9110;\n///   a page that nobody has.",
            report: "no source listed for “a page that nobody has”"
        ),
        Plant(text: "/// - SeeAlso: ``Gone``.", report: "no declaration Gone"),
        Plant(text: "    spec: RFC 4180 §2; a free text", report: nil, path: "Mappings/rows.yaml"),
        Plant(text: "    spec: a free text", report: "no source listed for “a free text”", path: "Mappings/rows.yaml"),
        Plant(
            text: "| a threat | a defence | `ThingTests`, `GoneTests` |",
            report: "no suite GoneTests",
            path: "docs/page.md"
        ),
        Plant(text: "| a line | `0000-gone` |", report: "no fixture 0000-gone", path: "docs/page.md"),
        Plant(
            text: "`Thing`, `A/A.swift`, `A/Gone.swift`",
            report: "no A/Gone.swift in Sources",
            path: "docs/architecture.md"
        ),
        Plant(text: "`GoneThing`", report: "no GoneThing in Sources", path: "docs/architecture.md"),
        Plant(text: "[page](page.md#2-part-two-and-more)", report: nil, path: "docs/other.md"),
        Plant(text: "[page](../docs/page.md#gone)", report: "no #gone in docs/page.md", path: "docs/other.md"),
        Plant(text: "[page](gone.md)", report: "no docs/gone.md", path: "docs/other.md"),
    ]
}
