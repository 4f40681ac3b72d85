import Foundation

/// Everything that a citation may name: decisions, design notes, pages with their sections, published documents.
struct Register {
    /// The numbers of docs/decisions.md, from its headings.
    var decisions: Set<Int>
    /// The numbers of docs/design-notes, from its files.
    var notes: Set<Int>
    /// The forms in which published documents are cited, from docs/contract/sources.md.
    var documents: [String]
    /// The paths of all files and folders.
    var paths: Set<String>
    /// The headings of each page, by its path.
    var headings: [String: [String]]
    /// The titles of the cases in `Fixtures/`, by their files and by the lists of others.
    private let fixtures: Set<String>
    /// The lines of the source files and of the tests.
    private let sources: [String]

    static let notesFolder = "docs/design-notes/"

    init(_ repository: Repository) {
        let pages = repository.files.filter { $0.path.hasSuffix(".md") }
        paths = repository.paths
        headings = Dictionary(uniqueKeysWithValues: pages.map { ($0.path, Self.headings(of: $0)) })
        decisions = Set((headings["docs/decisions.md"] ?? []).compactMap { Self.number(of: $0, after: "D") })
        notes = Set(
            repository.paths.filter { $0.hasPrefix(Self.notesFolder + "N") }
                .compactMap { Self.number(of: String($0.dropFirst(Self.notesFolder.count)), after: "N") }
        )
        documents = pages.first { $0.path == "docs/contract/sources.md" }.map(Self.documents) ?? []
        let cases = repository.files.filter { $0.path.hasPrefix("Fixtures/") && $0.path.hasSuffix(".yaml") }
        fixtures = Set(
            cases.compactMap { $0.path.split(separator: "/").last?.dropLast(".yaml".count) }.map(String.init)
        )
        .union(
            cases.flatMap { $0.lines.filter { $0.hasPrefix("also:") } }
                .flatMap { $0.matches(of: /\/([a-z0-9-]+)/).map { String($0.1) } }
        )
        sources = repository.files.filter { $0.path.hasSuffix(".swift") }.flatMap(\.lines)
    }

    /// True if a source file or a test declares something named `name`.
    func declares(_ name: String) -> Bool {
        let keywords = ["struct", "class", "enum", "protocol", "actor", "func", "typealias"]
        return sources.contains { line in keywords.contains { line.contains("\($0) \(name)") } }
    }

    /// True if a case of an operation has the title.
    func hasFixture(_ title: String) -> Bool {
        fixtures.contains(title)
    }

    /// The text of each heading of a page, without the number signs.
    private static func headings(of page: Repository.File) -> [String] {
        var isCode = false
        return page.lines.compactMap { line in
            if line.hasPrefix("```") { isCode.toggle() }
            guard !isCode, let match = line.firstMatch(of: /^#{1,6} +(.+)$/) else { return nil }
            return String(match.1)
        }
    }

    /// The number that `text` begins with after a letter: 36 of "D36 Short surname".
    private static func number(of text: String, after letter: String) -> Int? {
        guard text.hasPrefix(letter) else { return nil }
        return Int(text.dropFirst(letter.count).prefix { $0.isNumber })
    }

    /// The forms in backticks of the first column.
    private static func documents(of page: Repository.File) -> [String] {
        page.lines.filter { $0.hasPrefix("| `") }.flatMap { line in
            line.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.1) }
        }
    }

    /// True if the page at `path` has a heading that begins with the number `section`.
    func has(section: String, in path: String) -> Bool {
        headings[path, default: []].contains { $0.split(separator: " ").first.map(String.init) == section }
    }

    /// True if the page at `path` has the anchor that GitHub makes of a heading.
    func has(anchor: String, in path: String) -> Bool {
        headings[path, default: []].contains { Self.anchor(of: $0) == anchor }
    }

    /// The anchor of a heading: lower case, white space to hyphens, everything but letters, digits, `-` and `_` removed.
    static func anchor(of heading: String) -> String {
        String(
            heading.lowercased().map { $0 == " " ? "-" : $0 }
                .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        )
    }
}
